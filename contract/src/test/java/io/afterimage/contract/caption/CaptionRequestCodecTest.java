package io.afterimage.contract.caption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.contract.CameraId;
import io.afterimage.contract.ContractException;
import io.afterimage.contract.ErrorCode;
import io.afterimage.contract.Marker;
import io.afterimage.contract.Position;
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

  private static final byte[] WRITTEN = CaptionRequestCodec.write(REQUEST);

  private static Marker marker(Marker.Kind kind) {
    return new Marker(new Position(3, 8, 640_000, TIME), kind);
  }

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
    CaptionRequest read = (CaptionRequest) CaptionRequestCodec.read(WRITTEN);
    assertThat(read).isEqualTo(REQUEST);
    assertThat(read.tensor("flags")).isEqualTo(TENSORS.get(1));
    for (CaptionReason reason : List.of(CaptionReason.period(), CaptionReason.request())) {
      CaptionRequest other = request(reason, List.of(point(5), point(8)), TENSORS);
      assertThat(CaptionRequestCodec.read(CaptionRequestCodec.write(other))).isEqualTo(other);
    }
  }

  @Test
  void shouldReadTheMarkersThatItWrote() {
    for (Marker.Kind kind : Marker.Kind.values()) {
      byte[] bytes = CaptionRequestCodec.write(marker(kind));
      assertThat(bytes).hasSize(34);
      assertThat(CaptionRequestCodec.read(bytes)).isEqualTo(marker(kind));
      byte[] before = bytes.clone();
      before[10] = -1; // The low byte of a number of 8 becomes 255.
      assertThat(CaptionRequestCodec.read(before).position().seq()).isEqualTo(255);
    }
    Marker empty = new Marker(new Position(3, -1, 0, TIME), Marker.Kind.END);
    assertThat(CaptionRequestCodec.read(CaptionRequestCodec.write(empty))).isEqualTo(empty);
  }

  @Test
  void shouldLieWhereItsWindowEnds() {
    assertThat(REQUEST.position()).isEqualTo(new Position(3, 8, 640_000, point(8).time()));
  }

  @Test
  void shouldRefuseRecordsOfAnotherKind() {
    byte[] bytes = WRITTEN.clone();
    bytes[1] = 3;
    assertThatThrownBy(() -> CaptionRequestCodec.read(bytes))
        .hasMessage("caption request of kind 3 is not known");
  }

  @Test
  void shouldHaveAnIdThatEveryReplayGives() {
    assertThat(REQUEST.id()).isEqualTo("door/3/5-8/event/room-captions");
    assertThat(request(CaptionReason.period(), REQUEST.frames(), TENSORS).id())
        .isEqualTo("door/3/5-8/period/room-captions");
  }

  @Test
  void shouldRefuseEveryTruncation() {
    for (byte[] whole : List.of(WRITTEN, CaptionRequestCodec.write(marker(Marker.Kind.END)))) {
      for (int length = 0; length < whole.length; length++) {
        byte[] part = Arrays.copyOf(whole, length);
        assertThatThrownBy(() -> CaptionRequestCodec.read(part))
            .as("%d of %d bytes", length, whole.length)
            .isInstanceOf(ContractException.class);
      }
    }
  }

  @Test
  void shouldRefuseBytesLeftOver() {
    assertThatThrownBy(() -> CaptionRequestCodec.read(Arrays.copyOf(WRITTEN, WRITTEN.length + 1)))
        .hasMessage("caption request has 1 bytes too many");
  }

  @Test
  void shouldRefuseAnotherVersion() {
    byte[] bytes = WRITTEN.clone();
    bytes[0] = 2;
    assertThatThrownBy(() -> CaptionRequestCodec.read(bytes))
        .hasMessageContaining("version 2")
        .extracting(e -> ((ContractException) e).code())
        .isEqualTo(ErrorCode.UNKNOWN_VERSION);
  }

  @Test
  void shouldAnswerDamageWithItsOwnExceptionOnly() {
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      byte[] damaged = WRITTEN.clone();
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      try {
        CaptionRequestRecord read = CaptionRequestCodec.read(damaged);
        assertThat(CaptionRequestCodec.write(read)).isEqualTo(damaged);
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
