package io.afterimage.topology.stage;

import java.time.Duration;
import java.time.Instant;

/**
 * Stretches of time as events tell them: in milliseconds, never below 0, since the clocks of two
 * machines may disagree and time does not run backwards in an event. Stateless and thread-safe.
 */
public final class Latency {
  private Latency() {}

  /** From one time to another, in whole microseconds. */
  public static double millis(Instant from, Instant to) {
    Duration between = Duration.between(from, to);
    // Nanoseconds would not do for what a record may say: they end after 292 years.
    return millis(between.toSeconds() * 1_000_000 + between.toNanosPart() / 1000);
  }

  /** Of so many microseconds. */
  public static double millis(long micros) {
    return Math.max(0, micros) / 1e3;
  }
}
