package io.afterimage.bench.chaos.fault;

import java.time.Instant;

/**
 * A fault that was done. Immutable.
 *
 * @param kind what
 * @param target to whom
 * @param detail how
 * @param at when
 * @param until when what was done is taken back: the pause ends, the disk is free; {@code at} if
 *     there is nothing to take back
 */
public record Strike(FaultKind kind, String target, String detail, Instant at, Instant until) {
  /** A fault of a moment. */
  static Strike now(FaultKind kind, String target, String detail) {
    Instant now = Instant.now();
    return new Strike(kind, target, detail, now, now);
  }

  /** A fault that lasts. */
  static Strike lasting(FaultKind kind, String target, String detail, long millis) {
    Instant now = Instant.now();
    return new Strike(kind, target, detail, now, now.plusMillis(millis));
  }
}
