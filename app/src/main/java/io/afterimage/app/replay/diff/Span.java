package io.afterimage.app.replay.diff;

import io.afterimage.contract.event.MediaPoint;

/**
 * What of one epoch of a camera is replayed. Immutable.
 *
 * @param camera the camera's id
 * @param epoch the epoch
 * @param first its first frame or marker
 * @param last its last one
 * @param frames how many frames
 * @param begins whether nothing of the epoch comes before
 * @param ends whether nothing of the epoch comes after
 */
public record Span(
    String camera,
    long epoch,
    MediaPoint first,
    MediaPoint last,
    long frames,
    boolean begins,
    boolean ends) {}
