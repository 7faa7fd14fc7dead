/** What people do in rooms: the actors, the places and the scenes that a script is made of. */
@NullMarked
package io.afterimage.ingest.sim.play;

import org.jspecify.annotations.NullMarked;
