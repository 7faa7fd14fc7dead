package io.afterimage.ingest.sample;

import io.afterimage.ingest.source.Arrival;

/**
 * Makes of a source's timestamps a time that starts at 0 and always goes on.
 *
 * <ul>
 *   <li>A missing timestamp becomes the last one and an interval.
 *   <li>One that lies up to a second back is taken as late: time goes on at half speed until the
 *       source's clock is ahead again.
 *   <li>One that lies further back, or an hour ahead, is a clock that was set anew: time goes on by
 *       an interval, and the source's clock counts from there.
 * </ul>
 *
 * For one thread.
 */
final class StreamClock {
  private static final long LATE_US = 1_000_000;
  private static final long LONGEST_GAP_US = 3_600_000_000L;

  private boolean started;
  private boolean anchored;
  private long offsetUs;
  private long lastUs;
  private long repairs;

  /**
   * The time of the next picture in microseconds, above that of the picture before.
   *
   * @param rawUs the source's own time, or {@link Arrival#NO_TIME}
   * @param intervalUs what usually lies between two pictures
   */
  long advance(long rawUs, long intervalUs) {
    long time = started ? next(rawUs, intervalUs) : 0;
    if (rawUs != Arrival.NO_TIME && !anchored) {
      anchored = true;
      offsetUs = time - rawUs;
    }
    started = true;
    lastUs = time;
    return time;
  }

  /** Timestamps that were missing or did not go on. */
  long repairs() {
    return repairs;
  }

  private long next(long rawUs, long intervalUs) {
    if (rawUs == Arrival.NO_TIME) {
      repairs++;
      return lastUs + intervalUs;
    }
    long time = rawUs + offsetUs;
    if (anchored && time > lastUs && time - lastUs <= LONGEST_GAP_US) {
      return time;
    }
    repairs++;
    if (anchored && time <= lastUs && lastUs - time < LATE_US) {
      return lastUs + Math.max(1, intervalUs / 2);
    }
    anchored = false;
    return lastUs + intervalUs;
  }
}
