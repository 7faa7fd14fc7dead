/**
 * What one would write on Apache Flink instead of Afterimage's topology, to be measured beside it.
 */
@NullMarked
package io.afterimage.peers.flink;

import org.jspecify.annotations.NullMarked;
