/** What a running pipeline is seen to do. */
@NullMarked
package io.afterimage.bench.chaos.watch;

import org.jspecify.annotations.NullMarked;
