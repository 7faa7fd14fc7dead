package io.afterimage.ingest.sample;

/**
 * Picks pictures by presentation time: of each point of a grid that starts at 0, the first picture
 * at or after it. A source slower than the grid gives every picture. For one thread.
 */
final class SampleGrid {
  /** Containers round timestamps to milliseconds: a picture may be this early for its point. */
  private static final long TOLERANCE_US = 1_000;

  private final double rateFps;
  private long dueUs;

  /**
   * @param rateFps points a second
   */
  SampleGrid(double rateFps) {
    this.rateFps = rateFps;
  }

  /** Whether the picture at that time is taken; times only grow. */
  boolean take(long ptsUs) {
    if (ptsUs < dueUs - TOLERANCE_US) {
      return false;
    }
    long point = (long) Math.floor((ptsUs + TOLERANCE_US) * rateFps / 1e6) + 1;
    dueUs = Math.round(point * 1e6 / rateFps);
    return true;
  }

  /** From a picture that was taken until the earliest that will be, in microseconds. */
  long untilDueUs(long ptsUs) {
    return dueUs - TOLERANCE_US - ptsUs;
  }

  /** Starts again at 0. */
  void restart() {
    dueUs = 0;
  }

  /** Microseconds between points. */
  long periodUs() {
    return Math.round(1e6 / rateFps);
  }
}
