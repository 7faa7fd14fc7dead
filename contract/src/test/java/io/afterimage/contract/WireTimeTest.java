package io.afterimage.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WireTimeTest {
  private static final long MOST = 9_223_372_036_000_000L;

  @ParameterizedTest
  @ValueSource(longs = {-MOST, -1, 0, 1, 1_795_000_000_123_456L, MOST})
  void shouldGiveBackWhatItTakes(long micros) {
    assertThat(WireTime.micros(WireTime.instant(micros))).isEqualTo(micros);
  }

  @Test
  void shouldCountFrom1970() {
    assertThat(WireTime.instant(1_500_000)).isEqualTo(Instant.parse("1970-01-01T00:00:01.500Z"));
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, -MOST - 1, MOST + 1, Long.MAX_VALUE})
  void shouldRefuseWhatCannotBeCountedBack(long micros) {
    assertThatThrownBy(() -> WireTime.instant(micros))
        .isInstanceOf(ContractException.class)
        .hasMessage("time of %d microseconds since 1970 is out of range", micros)
        .extracting(e -> ((ContractException) e).code())
        .isEqualTo(ErrorCode.BAD_FIELD);
  }
}
