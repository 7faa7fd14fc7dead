package io.afterimage.topology.captioning;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.afterimage.contract.ContractException;
import io.afterimage.contract.ErrorCode;
import io.afterimage.contract.WireTime;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A camera's last caption as bytes, version 1, little-endian: version (1 byte), pack's SHA-256
 * (32), capture time of the window's last frame in µs since 1970 (8), request's id (text), number
 * of words (2) and these (text each). A text is its length (2) and UTF-8. Stateless and
 * thread-safe.
 */
final class LastCaptionCodec {
  /** The version that this build writes and reads. */
  static final byte VERSION = 1;

  private static final int HASH = 32;
  private static final int FIXED = 1 + HASH + Long.BYTES + 2 * Short.BYTES;

  private LastCaptionCodec() {}

  /** The bytes of a caption. */
  static byte[] write(LastCaption caption) {
    byte[] id = caption.id().getBytes(UTF_8);
    List<byte[]> words = caption.words().stream().map(word -> word.getBytes(UTF_8)).toList();
    int texts = id.length + words.stream().mapToInt(word -> Short.BYTES + word.length).sum();
    ByteBuffer out = ByteBuffer.allocate(FIXED + texts).order(ByteOrder.LITTLE_ENDIAN);
    out.put(VERSION).put(HexFormat.of().parseHex(caption.pack()));
    out.putLong(WireTime.micros(caption.end()));
    put(id, out);
    out.putShort((short) words.size());
    words.forEach(word -> put(word, out));
    return out.array();
  }

  /**
   * Reads a caption.
   *
   * @throws ContractException {@link ErrorCode#UNKNOWN_VERSION} if another version wrote it, {@link
   *     ErrorCode#BAD_LENGTH} or {@link ErrorCode#BAD_FIELD} if the bytes make no caption
   */
  static LastCaption read(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    try {
      byte version = in.get();
      if (version != VERSION) {
        throw new ContractException(
            ErrorCode.UNKNOWN_VERSION,
            "last caption of version %d; this build reads version %d".formatted(version, VERSION));
      }
      byte[] hash = new byte[HASH];
      in.get(hash);
      Instant end = WireTime.instant(in.getLong());
      String id = text(in);
      int count = Short.toUnsignedInt(in.getShort());
      List<String> words = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        words.add(text(in));
      }
      if (in.hasRemaining()) {
        throw new ContractException(
            ErrorCode.BAD_LENGTH, "last caption has %d bytes too many".formatted(in.remaining()));
      }
      return new LastCaption(HexFormat.of().formatHex(hash), id, end, words);
    } catch (BufferUnderflowException e) {
      throw new ContractException(
          ErrorCode.BAD_LENGTH, "last caption of %d bytes ends early".formatted(bytes.length));
    }
  }

  private static void put(byte[] text, ByteBuffer out) {
    out.putShort((short) text.length).put(text);
  }

  private static String text(ByteBuffer in) {
    byte[] text = new byte[Short.toUnsignedInt(in.getShort())];
    in.get(text);
    return new String(text, UTF_8);
  }
}
