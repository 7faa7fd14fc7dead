package io.afterimage.app.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.regex.Pattern;

/**
 * A text that is never shown: as text it is {@code ***}. Immutable.
 *
 * @param value 16 or more letters, digits or {@code ._~+/=-}, so that it can stand in a header
 */
public record Secret(String value) {
  private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9._~+/=-]{16,512}");

  /**
   * Reads a secret.
   *
   * @throws IllegalArgumentException if it is too short or holds other characters; the message does
   *     not show it
   */
  public static Secret parse(String text) {
    if (!ALLOWED.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "is not a token: write 16 to 512 letters, digits or ._~+/=- (openssl rand -hex 32 makes one)");
    }
    return new Secret(text);
  }

  /** Whether a text is the same, in a time that does not depend on where they differ. */
  public boolean matches(String text) {
    return MessageDigest.isEqual(value.getBytes(UTF_8), text.getBytes(UTF_8));
  }

  @Override
  public String toString() {
    return "***";
  }
}
