package io.afterimage.ingest.sim.motion;

/** Courses of time from 0 to 1. */
public enum Ease {
  /** Starts and ends at rest. */
  SMOOTH,
  /** Speeds up as a falling body does, and stops hard. */
  FALLING;

  /** Returns how far a motion has come at a share (0 to 1) of its time. */
  public double at(double share) {
    double t = Math.max(0, Math.min(1, share));
    return this == SMOOTH ? t * t * (3 - 2 * t) : t * (0.45 + t * (0.95 - 0.4 * t));
  }

  /** Returns a smooth rise from 0 at {@code from} to 1 at {@code to}. */
  public static double rise(double value, double from, double to) {
    return SMOOTH.at((value - from) / (to - from));
  }
}
