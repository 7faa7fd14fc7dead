package io.afterimage.contract;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Times as records and stores carry them: microseconds since 1970, from the year 1678 to 2262,
 * beyond which {@link Instant} cannot count them back. Stateless and thread-safe.
 */
public final class WireTime {
  private static final long MOST = Long.MAX_VALUE / 1_000_000_000 * 1_000_000;

  private WireTime() {}

  /** The microseconds of a time that {@link #instant} gave, or of a clock. */
  public static long micros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }

  /**
   * The time of what was read.
   *
   * @param micros microseconds since 1970
   * @throws ContractException {@link ErrorCode#BAD_FIELD} if no clock can have shown it
   */
  public static Instant instant(long micros) {
    if (micros < -MOST || micros > MOST) {
      throw new ContractException(
          ErrorCode.BAD_FIELD,
          "time of %d microseconds since 1970 is out of range".formatted(micros));
    }
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
