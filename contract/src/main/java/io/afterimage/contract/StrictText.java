package io.afterimage.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import org.jspecify.annotations.Nullable;

/**
 * UTF-8 that comes from outside. Bytes that are no text are refused rather than replaced, so that
 * what was read can be written again byte for byte. Stateless and thread-safe.
 */
public final class StrictText {
  private StrictText() {}

  /** The text of those bytes; null if they are none. */
  public static @Nullable String find(byte @Nullable [] bytes) {
    if (bytes == null) {
      return null;
    }
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  /**
   * The text of those bytes.
   *
   * @param what what the text is, for the message
   * @throws ContractException {@link ErrorCode#BAD_FIELD} if they are no UTF-8
   */
  public static String read(String what, byte[] bytes) {
    String text = find(bytes);
    if (text == null) {
      throw new ContractException(ErrorCode.BAD_FIELD, what + " is no UTF-8 text");
    }
    return text;
  }
}
