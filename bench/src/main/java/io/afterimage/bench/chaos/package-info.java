/** Runs of the whole pipeline under faults, each compared with an undisturbed one. */
@NullMarked
package io.afterimage.bench.chaos;

import org.jspecify.annotations.NullMarked;
