/** How fast the stages are: each figure beside its limit, or beside a peer, from the same run. */
@NullMarked
package io.afterimage.bench.speed;

import org.jspecify.annotations.NullMarked;
