/** What the stages of the pipeline are built on, each alone: the least that a camera can take. */
@NullMarked
package io.afterimage.bench.speed.limit;

import org.jspecify.annotations.NullMarked;
