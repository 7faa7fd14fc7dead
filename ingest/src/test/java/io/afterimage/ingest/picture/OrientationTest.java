package io.afterimage.ingest.picture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrientationTest {
  @ParameterizedTest
  @CsvSource({
    "1, 0, 0, 1, UPRIGHT",
    "0, 1, -1, 0, CLOCKWISE",
    "-1, 0, 0, -1, HALF_TURN",
    "0, -1, 1, 0, COUNTERCLOCKWISE",
    "-1, 0, 0, 1, FLIPPED_LEFT_RIGHT",
    "1, 0, 0, -1, FLIPPED_UPSIDE_DOWN",
    "0, 1, 1, 0, MIRRORED",
    "0, -1, -1, 0, MIRRORED_HALF_TURN",
    "0, 0, 0, 0, UPRIGHT",
  })
  void shouldReadTheDisplayMatrix(int a, int b, int c, int d, Orientation orientation) {
    int one = 1 << 16;
    assertThat(Orientation.of(a * one, b * one, c * one, d * one)).isEqualTo(orientation);
  }
}
