package io.afterimage.contract.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.contract.CameraId;
import io.afterimage.contract.ContractException;
import io.afterimage.contract.ErrorCode;
import io.afterimage.contract.Marker;
import io.afterimage.contract.Position;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameCodecTest {
  private static final CameraId DOOR = new CameraId("door");
  private static final FrameInput INPUT =
      new FrameInput(4, 3, Pixels.GRAY8, List.of(Plane.CURRENT, Plane.PREVIOUS), Fit.LETTERBOX);
  private static final Position AT =
      new Position(7, 42, 3_360_000, Instant.parse("2026-03-01T10:00:00.123456Z"));

  private static Frame frame() {
    byte[] pixels = new byte[24];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i * 11);
    }
    return new Frame(AT, INPUT, Encoding.RAW, ByteBuffer.wrap(pixels), 80_000, true, 1234);
  }

  private static Headers headersOf(FrameRecord record) {
    Headers headers = new RecordHeaders();
    FrameCodec.writeHeaders(DOOR, record, headers);
    return headers;
  }

  private static String text(Headers headers, String name) {
    return new String(headers.lastHeader(name).value(), StandardCharsets.UTF_8);
  }

  @Test
  void shouldReadWhatItWrote() {
    Frame frame = frame();
    assertThat(FrameCodec.read(headersOf(frame), frame.pixels().array())).isEqualTo(frame);
  }

  @ParameterizedTest
  @EnumSource(Marker.Kind.class)
  void shouldCarryMarkers(Marker.Kind kind) {
    Marker marker = new Marker(new Position(7, -1, 0, AT.captureTime()), kind);
    assertThat(FrameCodec.read(headersOf(marker), new byte[0])).isEqualTo(marker);
  }

  @Test
  void shouldWriteCloudEventsAttributesThatRepeatWithTheFrame() {
    Headers headers = headersOf(frame());
    assertThat(text(headers, "ce_specversion")).isEqualTo("1.0");
    assertThat(text(headers, "ce_id")).isEqualTo("door/7/42/frame");
    assertThat(text(headers, "ce_source")).isEqualTo("/cameras/door");
    assertThat(text(headers, "ce_type")).isEqualTo("io.afterimage.frame.v1");
    assertThat(text(headers, "ce_time")).isEqualTo("2026-03-01T10:00:00.123456Z");
    assertThat(headersOf(frame())).isEqualTo(headers);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "epoch",
        "seq",
        "pts_us",
        "capture_time",
        "width",
        "height",
        "pixels",
        "planes",
        "fit",
        "encoding",
        "period_us",
        "live",
        "decode_us"
      })
  void shouldNameAMissingHeader(String name) {
    Headers headers = headersOf(frame()).remove(name);
    assertThatThrownBy(() -> FrameCodec.read(headers, new byte[24]))
        .hasMessageContaining("'" + name + "'")
        .extracting(e -> ((ContractException) e).code())
        .isEqualTo(ErrorCode.MISSING_FIELD);
  }

  @ParameterizedTest
  @CsvSource({
    "epoch,0",
    "epoch,x",
    "seq,-1",
    "pts_us,-5",
    "pts_us,1e3",
    "width,0",
    "height,99999",
    "pixels,bgr",
    "planes,previous",
    "planes,''",
    "fit,zoom",
    "encoding,png",
    "period_us,0",
    "live,2",
    "decode_us,99999999999",
    "marker,start"
  })
  void shouldRefuseAValueOutOfRange(String name, String value) {
    Headers headers = headersOf(frame());
    headers.remove(name).add(name, value.getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> FrameCodec.read(headers, new byte[24]))
        .isInstanceOf(ContractException.class)
        .extracting(e -> ((ContractException) e).code())
        .isEqualTo(ErrorCode.BAD_FIELD);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 23, 25})
  void shouldRefuseRawPixelsOfAnotherSize(int size) {
    assertThatThrownBy(() -> FrameCodec.read(headersOf(frame()), new byte[size]))
        .extracting(e -> ((ContractException) e).code())
        .isEqualTo(ErrorCode.BAD_LENGTH);
  }

  @Test
  void shouldRefuseAFrameWithoutAValue() {
    assertThatThrownBy(() -> FrameCodec.read(headersOf(frame()), null))
        .hasMessage("frame without pixels");
  }
}
