package io.afterimage.ingest.stream;

import io.afterimage.ingest.picture.Picture;
import java.util.OptionalLong;

/**
 * What a container says of its video stream. Immutable.
 *
 * @param codec the codec's name
 * @param width pixels, before rotation
 * @param height pixels, before rotation
 * @param frameRate pictures a second as announced, 0 if unknown
 * @param timeBaseNum numerator of the seconds in a tick of the stream's timestamps
 * @param timeBaseDen denominator of the same
 * @param durationUs length in microseconds as announced; empty if it has none
 * @param trackUs length of the video alone, where that is announced
 */
public record StreamInfo(
    String codec,
    int width,
    int height,
    double frameRate,
    int timeBaseNum,
    int timeBaseDen,
    OptionalLong durationUs,
    OptionalLong trackUs) {

  /** A timestamp in microseconds; {@link Long#MIN_VALUE} of {@link Picture#NO_TIMESTAMP}. */
  public long micros(long timestamp) {
    if (timestamp == Picture.NO_TIMESTAMP) {
      return Long.MIN_VALUE;
    }
    long seconds = Math.floorDiv(timestamp, timeBaseDen);
    long rest = Math.floorMod(timestamp, (long) timeBaseDen);
    return seconds * timeBaseNum * 1_000_000
        + (rest * timeBaseNum * 1_000_000 + timeBaseDen / 2) / timeBaseDen;
  }
}
