/** Two runs over the same frames, record by record and bit by bit. */
@NullMarked
package io.afterimage.bench.chaos.compare;

import org.jspecify.annotations.NullMarked;
