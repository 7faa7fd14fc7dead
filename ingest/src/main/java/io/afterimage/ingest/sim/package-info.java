/**
 * A simulated camera: a room seen from the ceiling, with somebody in it, and the truth about what
 * is seen.
 */
@NullMarked
package io.afterimage.ingest.sim;

import org.jspecify.annotations.NullMarked;
