/** What was measured: comparisons, their log, and the report that is made of it. */
@NullMarked
package io.afterimage.bench.speed.result;

import org.jspecify.annotations.NullMarked;
