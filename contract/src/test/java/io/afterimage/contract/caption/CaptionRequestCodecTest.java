package io.afterimage.contract.caption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.contract.CameraId;
import io.afterimage.contract.ContractException;
import io.afterimage.contract.ErrorCode;
import io.afterimage.contract.event.MediaPoint;
import io.afterimage.contract.event.PackRef;
import io.afterimage.contract.feature.DType;
import io.afterimage.contract.feature.Shape;
import io.afterimage.contract.feature.Tensor;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CaptionRequestCodecTest {
  private static final Instant TIME = Instant.parse("2026-03-01T10:00:00.000001Z");
  private static final PackRef PACK = new PackRef("room-captions", "1.2.3", "ab".repeat(32));
  private static final String ENCODER = "0123456789abcdef".repeat(4);
  private static final List<Tensor> TENSORS =
      List.of(
          Tensor.ofFloats("feature", Shape.of(2, 3), 0.5f, -0f, Float.MIN_VALUE, 1, 2, 3),
          new Tensor("flags", DType.UINT8, Shape.of(2, 1), ByteBuffer.wrap(new byte[] {9, 8})));
  private static final CaptionRequest REQUEST =
      request(CaptionReason.event("door/3/5/fall"), List.of(point(5), point(7)), TENSORS);

  private static MediaPoint point(long seq) {
    return new MediaPoint(seq, seq * 80_000, TIME.plusMillis(80 * seq));
  }

  private static CaptionRequest request(
      CaptionReason reason, List<MediaPoint> frames, List<Tensor> tensors) {
    return new CaptionRequest(
        new CameraId("door"), PACK, 3, 1, reason, point(5), point(8), frames, tensors, ENCODER);
  }

  @Test
  void shouldReadWhatItWrote() {
    CaptionRequest read = CaptionRequestCodec.read(CaptionRequestCodec.write(REQUEST));
    assertThat(read).isEqualTo(REQUEST);
    assertThat(read.tensor("flags")).isEqualTo(TENSORS.get(1));
    for (CaptionReason reason : List.of(CaptionReason.period(), CaptionReason.request())) {
      CaptionRequest other = request(reason, List.of(point(5), point(8)), TENSORS);
      assertThat(CaptionRequestCodec.read(CaptionRequestCodec.write(other))).isEqualTo(other);
    }
  }

  @Test
  void shouldHaveAnIdThatEveryReplayGives() {
    assertThat(REQUEST.id()).isEqualTo("door/3/5-8/event/room-captions");
    assertThat(request(CaptionReason.period(), REQUEST.frames(), TENSORS).id())
        .isEqualTo("door/3/5-8/period/room-captions");
  }

  @Test
  void shouldRefuseEveryTruncation() {
    byte[] whole = CaptionRequestCodec.write(REQUEST);
    for (int length = 0; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> CaptionRequestCodec.read(part))
          .as("%d of %d bytes", length, whole.length)
          .isInstanceOf(ContractException.class);
    }
  }

  @Test
  void shouldRefuseBytesLeftOver() {
    byte[] whole = CaptionRequestCodec.write(REQUEST);
    assertThatThrownBy(() -> CaptionRequestCodec.read(Arrays.copyOf(whole, whole.length + 1)))
        .hasMessage("caption request has 1 bytes too many");
  }

  @Test
  void shouldRefuseAnotherVersion() {
    byte[] bytes = CaptionRequestCodec.write(REQUEST);
    bytes[0] = 2;
    assertThatThrownBy(() -> CaptionRequestCodec.read(bytes))
        .hasMessageContaining("version 2")
        .extracting(e -> ((ContractException) e).code())
        .isEqualTo(ErrorCode.UNKNOWN_VERSION);
  }

  @Test
  void shouldAnswerDamageWithItsOwnExceptionOnly() {
    Random random = new Random(1);
    byte[] whole = CaptionRequestCodec.write(REQUEST);
    for (int i = 0; i < 20_000; i++) {
      byte[] damaged = whole.clone();
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      try {
        CaptionRequest read = CaptionRequestCodec.read(damaged);
        assertThat(CaptionRequestCodec.read(CaptionRequestCodec.write(read))).isEqualTo(read);
      } catch (ContractException e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    }
  }

  @Test
  void shouldRefuseFramesOutOfOrderOrOutsideOfTheWindow() {
    for (List<MediaPoint> frames :
        List.of(
            List.of(point(7), point(5)),
            List.of(point(5), point(5)),
            List.of(point(4), point(5)),
            List.of(point(5), point(9)))) {
      assertThatThrownBy(() -> request(CaptionReason.period(), frames, TENSORS))
          .hasMessageContaining("out of order or outside of its window 5-8")
          .extracting(e -> ((ContractException) e).code())
          .isEqualTo(ErrorCode.BAD_FIELD);
    }
    assertThatThrownBy(() -> request(CaptionReason.period(), List.of(), TENSORS))
        .hasMessageContaining("0 frames");
  }

  @Test
  void shouldRefuseTensorsWithoutOneRowAFrame() {
    assertThatThrownBy(() -> request(CaptionReason.period(), List.of(point(5)), TENSORS))
        .hasMessageContaining("tensor 'feature' [2, 3] has not one row for each of 1 frames");
    assertThatThrownBy(() -> request(CaptionReason.period(), List.of(point(5)), List.of()))
        .hasMessageContaining("0 tensors");
  }

  @Test
  void shouldRefuseReasonsThatAreHalfEvents() {
    assertThatThrownBy(() -> new CaptionReason(CaptionReason.Kind.EVENT, null))
        .isInstanceOf(ContractException.class);
    assertThatThrownBy(() -> new CaptionReason(CaptionReason.Kind.PERIOD, "door/3/5/fall"))
        .isInstanceOf(ContractException.class);
  }

  @Test
  void shouldNameAMissingTensor() {
    assertThatThrownBy(() -> REQUEST.tensor("map")).hasMessage("tensor 'map' is missing");
  }
}
