/**
 * Cameras to frames: each source is read by one thread, sampled by presentation time, scaled to the
 * packs' input and published under the camera's key.
 */
@NullMarked
package io.afterimage.ingest;

import org.jspecify.annotations.NullMarked;
