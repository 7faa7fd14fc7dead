package io.afterimage.ingest.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoomSpecTest {
  @Test
  void shouldReadEverySetting() {
    assertThat(RoomSpec.parse("sim:room?seed=-7&fps=12.5&size=320x240&duration=1.5m"))
        .isEqualTo(new RoomSpec(-7, 12.5, 320, 240, Optional.of(Duration.ofSeconds(90))));
  }

  @Test
  void shouldFillInWhatIsLeftOut() {
    RoomSpec usual = new RoomSpec(1, 25, 640, 480, Optional.empty());
    assertThat(RoomSpec.parse("sim:room")).isEqualTo(usual);
    assertThat(RoomSpec.parse("sim:room?")).isEqualTo(usual);
  }

  @Test
  void shouldReadWhatItWrites() {
    RoomSpec spec = new RoomSpec(4, 29.97, 640, 360, Optional.of(Duration.ofMillis(2500)));
    assertThat(RoomSpec.parse(spec.uri())).isEqualTo(spec);
    assertThat(RoomSpec.parse("sim:room").uri()).isEqualTo("sim:room?seed=1&fps=25&size=640x480");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          file:room             | A simulated camera's address begins with sim:.
          sim:street            | The only simulated scene is room, not street.
          sim:room?colour=red   | Setting 'colour' is unknown; there are seed, fps, size and duration.
          sim:room?seed         | Setting 'seed' needs a value.
          sim:room?seed=        | Setting 'seed' needs a value.
          sim:room?seed=1&seed=2 | Setting 'seed' is given twice.
          sim:room?seed=one     | seed must be a whole number, not 'one'.
          sim:room?fps=many     | fps must be a number, not 'many'.
          sim:room?fps=0        | fps must be from 1 to 120, not 0.0.
          sim:room?fps=NaN      | fps must be from 1 to 120, not NaN.
          sim:room?size=big     | size must look like 640x480, not 'big'.
          sim:room?size=641x480 | size must be even numbers from 32x32 to 3840x2160, not 641x480.
          sim:room?size=16x16   | size must be even numbers from 32x32 to 3840x2160, not 16x16.
          sim:room?duration=60  | duration must look like 60s, 5m or 1h, not '60'.
          sim:room?duration=0s  | duration must be longer than nothing.
          """)
  void shouldSayWhatIsWrong(String uri, String sentence) {
    assertThatThrownBy(() -> RoomSpec.parse(uri))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(sentence);
  }

  @Test
  void shouldSayAllThatIsWrongAtOnce() {
    assertThatThrownBy(() -> RoomSpec.parse("sim:street?seed=x&fps=500&size=7x7&duration=soon"))
        .hasMessage(
            "The only simulated scene is room, not street."
                + " seed must be a whole number, not 'x'."
                + " duration must look like 60s, 5m or 1h, not 'soon'."
                + " fps must be from 1 to 120, not 500.0."
                + " size must be even numbers from 32x32 to 3840x2160, not 7x7.");
  }
}
