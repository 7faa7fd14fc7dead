package io.afterimage.contract.caption;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.afterimage.contract.CameraId;
import io.afterimage.contract.ContractException;
import io.afterimage.contract.ErrorCode;
import io.afterimage.contract.Marker;
import io.afterimage.contract.Position;
import io.afterimage.contract.StrictText;
import io.afterimage.contract.WireTime;
import io.afterimage.contract.event.MediaPoint;
import io.afterimage.contract.event.PackRef;
import io.afterimage.contract.feature.TensorCodec;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Records of the {@code caption-requests} topic as bytes, version 1, little-endian: version (1
 * byte) and kind (1: 0 request, 1 idle, 2 end). A marker goes on with its epoch (8) and place; a
 * request with reason (1: 0 event, 1 period, 2 request) and its id (text; empty if there is none),
 * camera (text), pack's id and version (text), pack's SHA-256 (32), epoch (8), segment (4), first
 * and last frame, number of kept frames (2) and these, encoder's SHA-256 (32), and the tensors as
 * in {@link TensorCodec}. A text is its length (2) and UTF-8; a place or frame is seq (8), pts_us
 * (8) and capture time in µs since 1970 (8). Stateless and thread-safe.
 */
public final class CaptionRequestCodec {
  private static final byte VERSION = 1;
  private static final byte REQUEST = 0;
  private static final byte IDLE = 1;
  private static final byte END = 2;
  private static final int HASH = 32;
  private static final int POINT = 3 * Long.BYTES;
  private static final int MARKER = 2 + Long.BYTES + POINT;
  private static final int FIXED =
      3 + 2 * HASH + Long.BYTES + Integer.BYTES + 2 * POINT + Short.BYTES;

  private CaptionRequestCodec() {}

  /** The bytes of a record. */
  public static byte[] write(CaptionRequestRecord record) {
    if (record instanceof CaptionRequest request) {
      return write(request);
    }
    if (record instanceof Marker marker) {
      return write(marker);
    }
    throw new IllegalArgumentException("neither a request nor a marker: " + record);
  }

  private static byte[] write(Marker marker) {
    Position at = marker.position();
    ByteBuffer out = ByteBuffer.allocate(MARKER).order(ByteOrder.LITTLE_ENDIAN);
    out.put(VERSION).put(marker.kind() == Marker.Kind.IDLE ? IDLE : END).putLong(at.epoch());
    put(MediaPoint.of(at), out);
    return out.array();
  }

  private static byte[] write(CaptionRequest request) {
    CaptionReason reason = request.reason();
    byte[] reasonId = (reason.id() == null ? "" : reason.id()).getBytes(UTF_8);
    byte[] camera = request.camera().value().getBytes(UTF_8);
    byte[] pack = request.pack().id().getBytes(UTF_8);
    byte[] version = request.pack().version().getBytes(UTF_8);
    int texts = 4 * Short.BYTES + reasonId.length + camera.length + pack.length + version.length;
    int body = request.frames().size() * POINT + TensorCodec.size(request.tensors());
    ByteBuffer out = ByteBuffer.allocate(FIXED + texts + body).order(ByteOrder.LITTLE_ENDIAN);
    out.put(VERSION).put(REQUEST).put(reason.kind().code());
    put(reasonId, out);
    put(camera, out);
    put(pack, out);
    put(version, out);
    out.put(HexFormat.of().parseHex(request.pack().sha256()));
    out.putLong(request.epoch()).putInt(request.segment());
    put(request.first(), out);
    put(request.last(), out);
    out.putShort((short) request.frames().size());
    request.frames().forEach(frame -> put(frame, out));
    out.put(HexFormat.of().parseHex(request.encoder()));
    TensorCodec.write(request.tensors(), out);
    return out.array();
  }

  /**
   * Reads a record; a request's tensors are views of the bytes.
   *
   * @throws ContractException {@link ErrorCode#UNKNOWN_VERSION} if another version wrote it, {@link
   *     ErrorCode#BAD_LENGTH} if bytes are missing or left over, {@link ErrorCode#BAD_FIELD} or
   *     {@link ErrorCode#BAD_CAMERA_ID} if a value is out of range
   */
  public static CaptionRequestRecord read(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    try {
      byte version = in.get();
      if (version != VERSION) {
        throw new ContractException(
            ErrorCode.UNKNOWN_VERSION,
            "caption request of version %d; this build reads version %d"
                .formatted(version, VERSION));
      }
      byte kind = in.get();
      CaptionRequestRecord record =
          switch (kind) {
            case REQUEST -> request(in);
            case IDLE -> new Marker(position(in), Marker.Kind.IDLE);
            case END -> new Marker(position(in), Marker.Kind.END);
            default ->
                throw new ContractException(
                    ErrorCode.BAD_FIELD, "caption request of kind " + kind + " is not known");
          };
      if (in.hasRemaining()) {
        throw new ContractException(
            ErrorCode.BAD_LENGTH,
            "caption request has %d bytes too many".formatted(in.remaining()));
      }
      return record;
    } catch (BufferUnderflowException e) {
      throw new ContractException(
          ErrorCode.BAD_LENGTH, "caption request of %d bytes ends early".formatted(bytes.length));
    }
  }

  private static Position position(ByteBuffer in) {
    return new Position(in.getLong(), in.getLong(), in.getLong(), WireTime.instant(in.getLong()));
  }

  private static CaptionRequest request(ByteBuffer in) {
    CaptionReason reason = reason(in.get(), text(in));
    CameraId camera = new CameraId(text(in));
    PackRef pack = new PackRef(text(in), text(in), hash(in));
    long epoch = in.getLong();
    int segment = in.getInt();
    MediaPoint first = point(in);
    MediaPoint last = point(in);
    int count = Short.toUnsignedInt(in.getShort());
    if (count > in.remaining() / POINT) {
      throw new BufferUnderflowException();
    }
    List<MediaPoint> frames = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      frames.add(point(in));
    }
    String encoder = hash(in);
    return new CaptionRequest(
        camera, pack, epoch, segment, reason, first, last, frames, TensorCodec.read(in), encoder);
  }

  private static CaptionReason reason(byte code, String id) {
    for (CaptionReason.Kind kind : CaptionReason.Kind.values()) {
      if (kind.code() == code) {
        return new CaptionReason(kind, id.isEmpty() ? null : id);
      }
    }
    throw new ContractException(
        ErrorCode.BAD_FIELD, "caption request's reason " + code + " is not known");
  }

  private static void put(byte[] text, ByteBuffer out) {
    out.putShort((short) text.length).put(text);
  }

  private static String text(ByteBuffer in) {
    byte[] text = new byte[Short.toUnsignedInt(in.getShort())];
    in.get(text);
    return StrictText.read("a caption request's text", text);
  }

  private static void put(MediaPoint point, ByteBuffer out) {
    out.putLong(point.seq()).putLong(point.ptsUs());
    out.putLong(WireTime.micros(point.time()));
  }

  private static MediaPoint point(ByteBuffer in) {
    return new MediaPoint(in.getLong(), in.getLong(), WireTime.instant(in.getLong()));
  }

  private static String hash(ByteBuffer in) {
    byte[] hash = new byte[HASH];
    in.get(hash);
    return HexFormat.of().formatHex(hash);
  }
}
