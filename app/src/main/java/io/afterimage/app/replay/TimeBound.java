package io.afterimage.app.replay;

import io.afterimage.app.AppException;
import io.afterimage.app.AppException.Code;
import io.afterimage.app.config.Durations;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;

/** Moments as people name them: a time, or how long ago. */
public final class TimeBound {
  private TimeBound() {}

  /**
   * Reads a moment.
   *
   * @param option who names it, for the message
   * @param text {@code 2026-11-20T10:00:00Z}, with any offset, or {@code 15m}: so long before now
   * @param now the present
   * @throws AppException {@link Code#CONFIG} if it is neither
   */
  public static Instant parse(String option, String text, Instant now) {
    try {
      return OffsetDateTime.parse(text.strip()).toInstant();
    } catch (DateTimeException e) {
      // Told below, if it is no duration either.
    }
    try {
      return now.minus(Durations.parse(text));
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new AppException(
          Code.CONFIG,
          "%s '%s' is no moment: write a time such as 2026-11-20T10:00:00Z, or how long ago, such as 15m"
              .formatted(option, text),
          e);
    }
  }
}
