/** The JSON events that other systems read, with the schemas they are tested against. */
@NullMarked
package io.afterimage.contract.event;

import org.jspecify.annotations.NullMarked;
