/** From bodies and rooms to the bytes of a frame. */
@NullMarked
package io.afterimage.ingest.sim.render;

import org.jspecify.annotations.NullMarked;
