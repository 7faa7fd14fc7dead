/** Space, colours and seeded chance. */
@NullMarked
package io.afterimage.ingest.sim.geometry;

import org.jspecify.annotations.NullMarked;
