/** The whole program as a process of its own, measured by itself and from outside. */
@NullMarked
package io.afterimage.bench.speed.pipeline;

import org.jspecify.annotations.NullMarked;
