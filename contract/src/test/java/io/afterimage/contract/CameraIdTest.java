package io.afterimage.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CameraIdTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "-door", ".door", "front door", "türe", "a/b", "a\nb", "a\u0000"})
  void shouldRefuseNamesThatCannotBeKeysAndFileNames(String name) {
    assertThatThrownBy(() -> new CameraId(name))
        .isInstanceOf(ContractException.class)
        .hasMessageContaining("1 to 64")
        .extracting(e -> ((ContractException) e).code())
        .isEqualTo(ErrorCode.BAD_CAMERA_ID);
  }

  @Test
  void shouldBeTheKeyOfARecord() {
    assertThat(CameraId.ofKey("door")).isEqualTo(new CameraId("door"));
    assertThatThrownBy(() -> CameraId.ofKey(null))
        .isInstanceOf(ContractException.class)
        .hasMessage("record without a camera id");
    assertThatThrownBy(() -> CameraId.ofKey("no/slash")).isInstanceOf(ContractException.class);
  }

  @Test
  void shouldLimitTheLength() {
    assertThat(new CameraId("a".repeat(64)).value()).hasSize(64);
    assertThatThrownBy(() -> new CameraId("a".repeat(65))).isInstanceOf(ContractException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"front", "Front-Door_2", "10.0.0.7", "20200628_144536"})
  void shouldTakeUsualNames(String name) {
    assertThat(new CameraId(name)).hasToString(name);
  }
}
