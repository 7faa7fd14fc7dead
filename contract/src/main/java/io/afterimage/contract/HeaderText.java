package io.afterimage.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Record headers as UTF-8 text, so that {@code kcat} and every client read them. */
public final class HeaderText {
  private HeaderText() {}

  /** Sets a header. */
  public static void put(Headers headers, String name, String value) {
    headers.add(name, value.getBytes(UTF_8));
  }

  /** Sets a header to a decimal number. */
  public static void put(Headers headers, String name, long value) {
    put(headers, name, Long.toString(value));
  }

  /** The last value of a header, or null if there is none. */
  public static @Nullable String find(Headers headers, String name) {
    Header header = headers.lastHeader(name);
    return header == null || header.value() == null ? null : new String(header.value(), UTF_8);
  }

  /**
   * The last value of a header.
   *
   * @throws ContractException {@link ErrorCode#MISSING_FIELD} if there is none
   */
  public static String get(Headers headers, String name) {
    String value = find(headers, name);
    if (value == null) {
      throw new ContractException(ErrorCode.MISSING_FIELD, "header '" + name + "' is missing");
    }
    return value;
  }

  /**
   * A header as a whole number within bounds.
   *
   * @throws ContractException {@link ErrorCode#MISSING_FIELD} if there is none, {@link
   *     ErrorCode#BAD_FIELD} if it is no whole number or out of bounds
   */
  public static long number(Headers headers, String name, long least, long most) {
    String text = get(headers, name);
    try {
      long value = Long.parseLong(text);
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Told below, with the bounds.
    }
    throw new ContractException(
        ErrorCode.BAD_FIELD,
        "header '%s' must be a whole number from %d to %d, not '%s'"
            .formatted(name, least, most, text));
  }
}
