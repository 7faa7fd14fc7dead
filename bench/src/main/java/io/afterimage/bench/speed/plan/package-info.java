/** What more cameras than fit on one machine need: arithmetic on what was measured. */
@NullMarked
package io.afterimage.bench.speed.plan;

import org.jspecify.annotations.NullMarked;
