/** How running instances are found. */
@NullMarked
package io.afterimage.contract.instance;

import org.jspecify.annotations.NullMarked;
