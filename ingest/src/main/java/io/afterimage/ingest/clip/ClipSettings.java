package io.afterimage.ingest.clip;

import io.afterimage.ingest.picture.Size;

/**
 * What a clip is like. Immutable.
 *
 * @param codec how its pictures are compressed
 * @param size of every picture; even both ways except for {@link ClipCodec#MJPEG}
 * @param frameRate pictures a second as announced in the file; their times are given one by one
 * @param bitRate bits a second to aim at, where the codec asks for it
 */
public record ClipSettings(ClipCodec codec, Size size, double frameRate, long bitRate) {
  private static final double BITS_PER_PIXEL = 0.2;
  private static final long LEAST_BIT_RATE = 400_000;

  /** A bit rate that fits the size. */
  public static ClipSettings of(ClipCodec codec, Size size, double frameRate) {
    long bits = Math.round(size.width() * size.height() * frameRate * BITS_PER_PIXEL);
    return new ClipSettings(codec, size, frameRate, Math.max(LEAST_BIT_RATE, bits));
  }
}
