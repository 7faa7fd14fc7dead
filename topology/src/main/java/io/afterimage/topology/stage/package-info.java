/** The stateful stage of the topology: guard, load, compute, save, forward. */
@NullMarked
package io.afterimage.topology.stage;

import org.jspecify.annotations.NullMarked;
