package io.afterimage.contract.feature;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.contract.ContractException;
import io.afterimage.contract.ErrorCode;
import io.afterimage.contract.Marker;
import io.afterimage.contract.Position;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FeatureCodecTest {
  private static final Position AT =
      new Position(3, 9, 720_000, Instant.parse("2026-03-01T10:00:00.000001Z"));
  private static final Feature FEATURE =
      new Feature(
          AT,
          80_000,
          "0123456789abcdef".repeat(4),
          new Timing(1, 2, 3, Instant.parse("2026-03-01T10:00:01Z")),
          List.of(
              Tensor.ofFloats("feature", Shape.of(1, 3), 0.5f, -0f, Float.MIN_VALUE),
              new Tensor(
                  "ids",
                  DType.INT64,
                  Shape.of(2),
                  ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(0, -7)),
              new Tensor("mask", DType.UINT8, Shape.of(), ByteBuffer.wrap(new byte[] {9}))));

  @Test
  void shouldReadWhatItWrote() {
    assertThat(FeatureCodec.read(FeatureCodec.write(FEATURE))).isEqualTo(FEATURE);
  }

  @ParameterizedTest
  @EnumSource(Marker.Kind.class)
  void shouldCarryMarkers(Marker.Kind kind) {
    Marker marker = new Marker(AT, kind);
    assertThat(FeatureCodec.read(FeatureCodec.write(marker))).isEqualTo(marker);
  }

  @Test
  void shouldRefuseEveryTruncation() {
    byte[] whole = FeatureCodec.write(FEATURE);
    for (int length = 0; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> FeatureCodec.read(part))
          .as("%d of %d bytes", length, whole.length)
          .isInstanceOf(ContractException.class);
    }
  }

  @Test
  void shouldRefuseBytesLeftOver() {
    byte[] whole = FeatureCodec.write(FEATURE);
    assertThatThrownBy(() -> FeatureCodec.read(Arrays.copyOf(whole, whole.length + 1)))
        .hasMessageContaining("1 bytes too many");
  }

  @Test
  void shouldRefuseAnotherVersion() {
    byte[] bytes = FeatureCodec.write(FEATURE);
    bytes[0] = 2;
    assertThatThrownBy(() -> FeatureCodec.read(bytes))
        .hasMessageContaining("version 2")
        .extracting(e -> ((ContractException) e).code())
        .isEqualTo(ErrorCode.UNKNOWN_VERSION);
  }

  @Test
  void shouldAnswerDamageWithItsOwnExceptionOnly() {
    Random random = new Random(1);
    byte[] whole = FeatureCodec.write(FEATURE);
    for (int i = 0; i < 20_000; i++) {
      byte[] damaged = whole.clone();
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      try {
        FeatureRecord read = FeatureCodec.read(damaged);
        // What is set aside is written again from what was read: it must be the same bytes.
        assertThat(FeatureCodec.write(read)).isEqualTo(damaged);
      } catch (ContractException e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    }
  }

  @Test
  void shouldRefuseATensorsNameThatIsNoText() {
    byte[] bytes = FeatureCodec.write(FEATURE);
    bytes[new String(bytes, ISO_8859_1).indexOf("feature")] = (byte) 0xff;
    assertThatThrownBy(() -> FeatureCodec.read(bytes))
        .hasMessage("a tensor's name is no UTF-8 text")
        .extracting(e -> ((ContractException) e).code())
        .isEqualTo(ErrorCode.BAD_FIELD);
  }

  @Test
  void shouldNameAMissingTensor() {
    assertThatThrownBy(() -> FEATURE.tensor("hidden"))
        .hasMessage("tensor 'hidden' is missing")
        .extracting(e -> ((ContractException) e).code())
        .isEqualTo(ErrorCode.MISSING_FIELD);
  }

  @Test
  void shouldRefuseATensorWhoseBytesDoNotFillItsShape() {
    assertThatThrownBy(() -> Tensor.ofFloats("h", Shape.of(2, 2), 1f, 2f, 3f))
        .hasMessageContaining("must have 16 bytes, not 12");
  }
}
