package io.afterimage.contract;

import java.time.Instant;

/**
 * Where in a camera's stream a record belongs. Immutable.
 *
 * @param epoch the connection of the camera, a number above 0 that only grows
 * @param seq the sampled frame's number in its epoch, from 0; of a marker, the last frame's number
 *     (-1: there was none)
 * @param ptsUs presentation time in microseconds since the epoch's first frame
 * @param captureTime wall clock at which ingest received the picture, in whole microseconds
 */
public record Position(long epoch, long seq, long ptsUs, Instant captureTime) {
  /**
   * @throws ContractException {@link ErrorCode#BAD_FIELD} if a number is out of range
   */
  public Position {
    if (epoch < 1 || seq < -1 || ptsUs < 0) {
      throw new ContractException(
          ErrorCode.BAD_FIELD,
          "position out of range: epoch %d must be at least 1, seq %d at least -1, pts_us %d at least 0"
              .formatted(epoch, seq, ptsUs));
    }
  }
}
