/** Bodies: postures, limbs, clothes, and the pieces to draw. */
@NullMarked
package io.afterimage.ingest.sim.figure;

import org.jspecify.annotations.NullMarked;
