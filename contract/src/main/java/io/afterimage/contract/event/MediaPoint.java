package io.afterimage.contract.event;

import io.afterimage.contract.Position;
import java.time.Instant;

/**
 * One frame of an event.
 *
 * @param seq the frame's sequence number in the epoch
 * @param ptsUs microseconds since the epoch's first frame
 * @param time wall clock at which the frame was captured
 */
public record MediaPoint(long seq, long ptsUs, Instant time) {
  /** The frame at a position. */
  public static MediaPoint of(Position position) {
    return new MediaPoint(position.seq(), position.ptsUs(), position.captureTime());
  }
}
