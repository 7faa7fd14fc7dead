package io.afterimage.contract.feature;

import io.afterimage.contract.ContractException;
import io.afterimage.contract.ErrorCode;
import io.afterimage.contract.Marker;
import io.afterimage.contract.Position;
import io.afterimage.contract.WireTime;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;

/**
 * Records of the {@code features} topic as bytes, version 1, little-endian: version (1 byte), kind
 * (1: 0 feature, 1 idle, 2 end), epoch (8), seq (8), pts_us (8), capture time in µs since 1970 (8);
 * a feature goes on with period_us (4), decode, queue and encode µs (4 each), time of encoding in
 * µs since 1970 (8), encoder's SHA-256 (32), and its tensors as in {@link TensorCodec}. Stateless
 * and thread-safe.
 */
public final class FeatureCodec {
  private static final byte VERSION = 1;
  private static final byte FEATURE = 0;
  private static final byte IDLE = 1;
  private static final byte END = 2;
  private static final int HEAD = 2 + 4 * Long.BYTES;
  private static final int HASH = 32;
  private static final int FEATURE_HEAD = 4 * Integer.BYTES + Long.BYTES + HASH;

  private FeatureCodec() {}

  /** The bytes of a record. */
  public static byte[] write(FeatureRecord record) {
    int body = record instanceof Feature f ? FEATURE_HEAD + TensorCodec.size(f.tensors()) : 0;
    ByteBuffer out = ByteBuffer.allocate(HEAD + body).order(ByteOrder.LITTLE_ENDIAN);
    Position at = record.position();
    out.put(VERSION).put(kind(record));
    out.putLong(at.epoch())
        .putLong(at.seq())
        .putLong(at.ptsUs())
        .putLong(WireTime.micros(at.captureTime()));
    if (record instanceof Feature feature) {
      Timing timing = feature.timing();
      out.putInt(feature.periodUs());
      out.putInt(timing.decodeUs()).putInt(timing.queueUs()).putInt(timing.encodeUs());
      out.putLong(WireTime.micros(timing.encodedAt()));
      out.put(HexFormat.of().parseHex(feature.encoder()));
      TensorCodec.write(feature.tensors(), out);
    }
    return out.array();
  }

  /**
   * Reads a record; its tensors are views of the bytes.
   *
   * @throws ContractException {@link ErrorCode#UNKNOWN_VERSION} if another version wrote it, {@link
   *     ErrorCode#BAD_LENGTH} if bytes are missing or left over, {@link ErrorCode#BAD_FIELD} if a
   *     value is out of range
   */
  public static FeatureRecord read(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    try {
      byte version = in.get();
      if (version != VERSION) {
        throw new ContractException(
            ErrorCode.UNKNOWN_VERSION,
            "feature record of version %d; this build reads version %d"
                .formatted(version, VERSION));
      }
      byte kind = in.get();
      Position position =
          new Position(in.getLong(), in.getLong(), in.getLong(), WireTime.instant(in.getLong()));
      FeatureRecord record = read(kind, position, in);
      if (in.hasRemaining()) {
        throw new ContractException(
            ErrorCode.BAD_LENGTH, "feature record has %d bytes too many".formatted(in.remaining()));
      }
      return record;
    } catch (BufferUnderflowException e) {
      throw new ContractException(
          ErrorCode.BAD_LENGTH, "feature record of %d bytes ends early".formatted(bytes.length));
    }
  }

  private static FeatureRecord read(byte kind, Position position, ByteBuffer in) {
    return switch (kind) {
      case FEATURE -> {
        int periodUs = in.getInt();
        Timing timing =
            new Timing(in.getInt(), in.getInt(), in.getInt(), WireTime.instant(in.getLong()));
        byte[] hash = new byte[HASH];
        in.get(hash);
        yield new Feature(
            position, periodUs, HexFormat.of().formatHex(hash), timing, TensorCodec.read(in));
      }
      case IDLE -> new Marker(position, Marker.Kind.IDLE);
      case END -> new Marker(position, Marker.Kind.END);
      default ->
          throw new ContractException(
              ErrorCode.BAD_FIELD, "feature record of kind " + kind + " is not known");
    };
  }

  private static byte kind(FeatureRecord record) {
    if (record instanceof Marker marker) {
      return switch (marker.kind()) {
        case IDLE -> IDLE;
        case END -> END;
      };
    }
    return FEATURE;
  }
}
