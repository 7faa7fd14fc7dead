/** A network that can be made bad. */
@NullMarked
package io.afterimage.bench.chaos.net;

import org.jspecify.annotations.NullMarked;
