package io.afterimage.app.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.app.AppException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimeBoundTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  @Test
  void shouldReadATimeWithAnyOffset() {
    assertThat(parse("2026-11-20T10:00:00Z")).isEqualTo(Instant.parse("2026-11-20T10:00:00Z"));
    assertThat(parse("2026-11-20T10:00:00.25+01:00"))
        .isEqualTo(Instant.parse("2026-11-20T09:00:00.250Z"));
  }

  @Test
  void shouldReadADurationAsSoLongAgo() {
    assertThat(parse("15m")).isEqualTo(Instant.parse("2026-11-21T11:45:00Z"));
    assertThat(parse("500ms")).isEqualTo(NOW.minusMillis(500));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "yesterday", "2026-11-20", "2026-11-20T10:00:00", "-15m", "15"})
  void shouldSayWhatAMomentIs(String text) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(AppException.class)
        .hasMessageStartingWith("--from '" + text + "' is no moment: write a time such as");
  }

  private static Instant parse(String text) {
    return TimeBound.parse("--from", text, NOW);
  }
}
