package io.afterimage.app.replay.diff;

import org.jspecify.annotations.Nullable;

/**
 * A stretch of presentation time, both ends included: an event of one frame is 1 µs long.
 * Immutable.
 *
 * @param startUs its first microsecond
 * @param endUs its last one
 */
record Interval(long startUs, long endUs) {
  /** The part of an event that lies between two times; null: none does. */
  static @Nullable Interval of(ToldEvent event, long fromUs, long toUs) {
    @Nullable Long told = event.endUs();
    long start = Math.max(event.start().ptsUs(), fromUs);
    long end = Math.min(told == null ? toUs : told, toUs);
    return start > end ? null : new Interval(start, end);
  }

  long lengthUs() {
    return endUs - startUs + 1;
  }

  /** How long both last at once. */
  long sharedUs(Interval other) {
    return Math.max(0, Math.min(endUs, other.endUs) - Math.max(startUs, other.startUs) + 1);
  }

  /** What both share of what either covers, 0 to 1. */
  double overlap(Interval other) {
    long shared = sharedUs(other);
    return (double) shared / (lengthUs() + other.lengthUs() - shared);
  }
}
