/** How a record that cannot be used becomes a dead letter, and how it is read from one again. */
@NullMarked
package io.afterimage.contract.letter;

import org.jspecify.annotations.NullMarked;
