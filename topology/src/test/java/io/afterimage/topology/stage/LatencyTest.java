package io.afterimage.topology.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.contract.WireTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LatencyTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00.000001Z");

  @Test
  void shouldCountMillisecondsAndNeverLessThanNone() {
    assertThat(Latency.millis(NOW, NOW.plusNanos(1_234_567))).isEqualTo(1.234);
    assertThat(Latency.millis(NOW, NOW.minusNanos(1))).isZero();
    assertThat(Latency.millis(-5)).isZero();
    assertThat(Latency.millis(1500)).isEqualTo(1.5);
  }

  @Test
  void shouldCountFromEveryTimeThatARecordMaySay() {
    Instant earliest = WireTime.instant(-9_223_372_036_000_000L);
    assertThat(earliest).isBefore(Instant.parse("1678-01-01T00:00:00Z"));
    assertThat(Latency.millis(earliest, NOW)).isGreaterThan(348 * 365.0 * 86_400_000);
    assertThat(Latency.millis(WireTime.instant(9_223_372_036_000_000L), NOW)).isZero();
  }
}
