package io.afterimage.contract.frame;

import io.afterimage.contract.CameraId;
import io.afterimage.contract.CloudEvent;
import io.afterimage.contract.ContractException;
import io.afterimage.contract.ErrorCode;
import io.afterimage.contract.HeaderText;
import io.afterimage.contract.Marker;
import io.afterimage.contract.Position;
import io.afterimage.contract.WireName;
import io.afterimage.contract.WireTime;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads records of the {@code frames} topic: pixels as the value, everything else as
 * headers of UTF-8 text. A marker has an empty value and the header {@code marker}. Stateless and
 * thread-safe.
 */
public final class FrameCodec {
  private static final long MOST = Long.MAX_VALUE;

  private FrameCodec() {}

  /** Adds a record's headers. */
  public static void writeHeaders(CameraId camera, FrameRecord record, Headers headers) {
    Position at = record.position();
    HeaderText.put(headers, "epoch", at.epoch());
    HeaderText.put(headers, "seq", at.seq());
    HeaderText.put(headers, "pts_us", at.ptsUs());
    HeaderText.put(headers, "capture_time", WireTime.micros(at.captureTime()));
    if (record instanceof Marker marker) {
      HeaderText.put(headers, "marker", marker.kind().wireName());
      cloudEvent(camera, at, "marker", marker.kind().wireName(), "application/octet-stream")
          .writeTo(headers);
    } else if (record instanceof Frame frame) {
      writeFrame(frame, headers);
      cloudEvent(camera, at, "frame", "frame", frame.encoding().contentType()).writeTo(headers);
    }
  }

  /**
   * Reads a record. A frame's pixels are a view of {@code value}.
   *
   * @throws ContractException if a header is missing or out of range, or the value's size does not
   *     fit
   */
  public static FrameRecord read(Headers headers, byte @Nullable [] value) {
    String marker = HeaderText.find(headers, "marker");
    if (marker != null) {
      return new Marker(position(headers, -1), WireName.parse(Marker.Kind.class, "marker", marker));
    }
    if (value == null) {
      throw new ContractException(ErrorCode.BAD_LENGTH, "frame without pixels");
    }
    return new Frame(
        position(headers, 0),
        readInput(headers),
        WireName.parse(Encoding.class, "encoding", HeaderText.get(headers, "encoding")),
        ByteBuffer.wrap(value),
        (int) HeaderText.number(headers, "period_us", 1, Integer.MAX_VALUE),
        HeaderText.number(headers, "live", 0, 1) == 1,
        (int) HeaderText.number(headers, "decode_us", 0, Integer.MAX_VALUE));
  }

  private static void writeFrame(Frame frame, Headers headers) {
    FrameInput input = frame.input();
    HeaderText.put(headers, "width", input.width());
    HeaderText.put(headers, "height", input.height());
    HeaderText.put(headers, "pixels", input.pixels().wireName());
    HeaderText.put(
        headers,
        "planes",
        input.planes().stream().map(Plane::wireName).collect(Collectors.joining(",")));
    HeaderText.put(headers, "fit", input.fit().wireName());
    HeaderText.put(headers, "encoding", frame.encoding().wireName());
    HeaderText.put(headers, "period_us", frame.periodUs());
    HeaderText.put(headers, "live", frame.live() ? 1 : 0);
    HeaderText.put(headers, "decode_us", frame.decodeUs());
  }

  private static FrameInput readInput(Headers headers) {
    List<Plane> planes =
        Arrays.stream(HeaderText.get(headers, "planes").split(",", -1))
            .map(name -> WireName.parse(Plane.class, "plane", name))
            .toList();
    return new FrameInput(
        (int) HeaderText.number(headers, "width", 1, 4096),
        (int) HeaderText.number(headers, "height", 1, 4096),
        WireName.parse(Pixels.class, "pixel format", HeaderText.get(headers, "pixels")),
        planes,
        WireName.parse(Fit.class, "fit", HeaderText.get(headers, "fit")));
  }

  private static Position position(Headers headers, long leastSeq) {
    return new Position(
        HeaderText.number(headers, "epoch", 1, MOST),
        HeaderText.number(headers, "seq", leastSeq, MOST),
        HeaderText.number(headers, "pts_us", 0, MOST),
        WireTime.instant(HeaderText.number(headers, "capture_time", 0, MOST)));
  }

  private static CloudEvent cloudEvent(
      CameraId camera, Position at, String type, String what, String contentType) {
    return new CloudEvent(
        "%s/%d/%d/%s".formatted(camera, at.epoch(), at.seq(), what),
        "/cameras/" + camera,
        "io.afterimage." + type + ".v1",
        at.captureTime(),
        contentType);
  }
}
