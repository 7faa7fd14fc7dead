package io.afterimage.inference.live;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * The first {@value #LENGTH} things that a version takes in a process: as long as it lasts, a
 * failure leads back to the version before. Thread-safe.
 */
public final class Probation {
  /** How many frames, or windows, it lasts. */
  public static final int LENGTH = 100;

  private final AtomicInteger taken = new AtomicInteger();

  Probation() {}

  /** Notes how many were taken. */
  public void passed(int count) {
    if (lasts()) {
      taken.addAndGet(count);
    }
  }

  /** Whether a failure still leads back. */
  public boolean lasts() {
    return taken.get() < LENGTH;
  }

  /** Whether none was taken yet. */
  public boolean isUntried() {
    return taken.get() == 0;
  }
}
