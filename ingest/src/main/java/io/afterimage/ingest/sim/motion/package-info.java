/** What bodies do in time: walking, passing through poses, keeping one. */
@NullMarked
package io.afterimage.ingest.sim.motion;

import org.jspecify.annotations.NullMarked;
