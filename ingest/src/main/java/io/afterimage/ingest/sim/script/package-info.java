/** Who comes to a room and what happens there, with its labels. */
@NullMarked
package io.afterimage.ingest.sim.script;

import org.jspecify.annotations.NullMarked;
