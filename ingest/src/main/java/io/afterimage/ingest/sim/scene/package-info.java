/** Rooms: floor, furniture and light, and the picture of a room with nobody in it. */
@NullMarked
package io.afterimage.ingest.sim.scene;

import org.jspecify.annotations.NullMarked;
