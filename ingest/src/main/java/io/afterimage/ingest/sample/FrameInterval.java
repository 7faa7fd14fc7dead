package io.afterimage.ingest.sample;

import java.util.Arrays;

/**
 * The usual time from picture to picture: as announced, then the median of what is seen, so that
 * neither a wrong header nor single holes lead astray. For one thread.
 */
final class FrameInterval {
  private static final int ENOUGH = 8;
  private static final long FALL_BACK_US = 40_000;

  private final long announcedUs;
  private final long[] seen = new long[32];
  private int count;
  private int next;
  private long medianUs;

  /**
   * @param frameRate pictures a second as announced, 0 if unknown
   */
  FrameInterval(double frameRate) {
    announcedUs =
        frameRate >= 0.1 && frameRate <= 1000 ? Math.round(1e6 / frameRate) : FALL_BACK_US;
  }

  /** Counts the time between two pictures. */
  void add(long intervalUs) {
    seen[next] = intervalUs;
    next = (next + 1) % seen.length;
    count = Math.min(count + 1, seen.length);
    if (count >= ENOUGH) {
      long[] sorted = Arrays.copyOf(seen, count);
      Arrays.sort(sorted);
      medianUs = sorted[count / 2];
    }
  }

  /** The interval in microseconds, above 0. */
  long us() {
    return medianUs > 0 ? medianUs : announcedUs;
  }

  /** Whether it is what is seen, not only announced. */
  boolean isMeasured() {
    return medianUs > 0;
  }
}
