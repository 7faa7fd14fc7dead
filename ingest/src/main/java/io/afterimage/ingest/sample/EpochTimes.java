package io.afterimage.ingest.sample;

import io.afterimage.ingest.picture.Size;
import io.afterimage.ingest.source.Arrival;

/**
 * The times of a source's pictures as its frames tell them: microseconds since the epoch's first.
 * An epoch begins with the source and with each new resolution, since a memory of pictures of
 * another size says nothing. For one thread.
 */
final class EpochTimes {
  private final StreamClock clock = new StreamClock();
  private final FrameInterval interval;
  private Size size = new Size(0, 0);
  private boolean startsEpoch;
  private long epochStartUs;
  private long lastUs;
  private long lastRepairs;
  private long pictures;

  /**
   * @param frameRate pictures a second as announced, 0 if unknown
   */
  EpochTimes(double frameRate) {
    interval = new FrameInterval(frameRate);
  }

  /** The next picture's time in its epoch, above that of the picture before. */
  long advance(Arrival arrival) {
    pictures++;
    long time = clock.advance(arrival.timeUs(), interval.us());
    if (pictures > 1 && clock.repairs() == lastRepairs) {
      interval.add(time - lastUs);
    }
    lastRepairs = clock.repairs();
    lastUs = time;
    startsEpoch = !arrival.size().equals(size);
    if (startsEpoch) {
      size = arrival.size();
      epochStartUs = time;
    }
    return time - epochStartUs;
  }

  /** Whether the last picture is the first of its epoch. */
  boolean startsEpoch() {
    return startsEpoch;
  }

  /** Pictures so far. */
  long pictures() {
    return pictures;
  }

  /** Timestamps that were missing or did not go on, and were repaired. */
  long repairs() {
    return clock.repairs();
  }

  /** The usual time from picture to picture, in microseconds, above 0. */
  long intervalUs() {
    return interval.us();
  }
}
