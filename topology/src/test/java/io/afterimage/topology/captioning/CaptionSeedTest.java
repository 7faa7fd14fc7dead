package io.afterimage.topology.captioning;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CaptionSeedTest {
  @Test
  void shouldBeTheFirstEightBytesOfTheIdsHash() {
    // printf '' | sha256sum; printf 'door/1/3-10/event/words' | sha256sum
    assertThat(CaptionSeed.of("")).isEqualTo(0xe3b0c44298fc1c14L);
    assertThat(CaptionSeed.of("door/1/3-10/event/words")).isEqualTo(0x9627bc2ae608fe9fL);
  }
}
