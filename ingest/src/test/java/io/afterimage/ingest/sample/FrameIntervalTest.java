package io.afterimage.ingest.sample;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FrameIntervalTest {
  @Test
  void shouldBelieveTheHeaderUntilItHasSeenEnough() {
    FrameInterval interval = new FrameInterval(25);
    assertThat(interval.us()).isEqualTo(40_000);
    for (int i = 0; i < 8; i++) {
      interval.add(100_000);
    }
    assertThat(interval.us()).isEqualTo(100_000);
  }

  @Test
  void shouldNotBelieveRatesThatCannotBe() {
    assertThat(new FrameInterval(0).us()).isEqualTo(40_000);
    assertThat(new FrameInterval(90_000).us()).isEqualTo(40_000);
  }

  @Test
  void shouldNotBeLedAstrayByHoles() {
    FrameInterval interval = new FrameInterval(25);
    for (int i = 0; i < 100; i++) {
      interval.add(i % 5 == 0 ? 3_000_000 : 40_000);
    }
    assertThat(interval.us()).isEqualTo(40_000);
  }
}
