package io.afterimage.ingest.source;

import io.afterimage.ingest.IngestException;
import io.afterimage.ingest.IngestException.Code;
import io.afterimage.ingest.stream.CallDeadline;
import java.util.concurrent.TimeUnit;

/**
 * Holds pictures back until their time, so that a file comes as it was recorded. Late ones are not
 * held back, so a reader that had to wait catches up. For one thread.
 */
final class Pacer {
  private static final long LONGEST_WAIT_US = 10_000_000;

  private final CallDeadline stop;
  private boolean started;
  private long startNanos;

  /**
   * @param stop what ends a wait early
   */
  Pacer(CallDeadline stop) {
    this.stop = stop;
  }

  /**
   * Waits until a media time has come; the first call starts the clock. A time that lies before it
   * or further ahead than ten seconds starts it anew.
   *
   * @return how late the picture is, in microseconds: 0 unless the reader has fallen behind
   */
  long await(long timeUs) {
    long now = System.nanoTime();
    long aheadUs = started ? timeUs - (now - startNanos) / 1000 : Long.MAX_VALUE;
    if (aheadUs > LONGEST_WAIT_US) {
      startNanos = now - timeUs * 1000;
      started = true;
    } else if (aheadUs > 0) {
      try {
        if (stop.await(aheadUs, TimeUnit.MICROSECONDS)) {
          throw new IngestException(Code.CLOSED, "the reader was closed");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IngestException(Code.CLOSED, "the reader was interrupted", e);
      }
    } else {
      return -aheadUs;
    }
    return 0;
  }
}
