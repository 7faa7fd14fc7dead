package io.afterimage.app.config;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number of bytes. Immutable.
 *
 * @param bytes 0 or more
 */
public record DataSize(long bytes) {
  private static final Pattern FORM = Pattern.compile("(\\d{1,12})\\s*([A-Za-z]*)");
  private static final Map<String, Long> UNITS =
      Map.of(
          "",
          1L,
          "b",
          1L,
          "kb",
          1_000L,
          "mb",
          1_000_000L,
          "gb",
          1_000_000_000L,
          "kib",
          1L << 10,
          "mib",
          1L << 20,
          "gib",
          1L << 30);

  /**
   * Reads a size.
   *
   * @param text such as {@code 512KiB}, {@code 64MiB} or {@code 2GB}
   * @throws IllegalArgumentException if it has another form; the message says which is expected
   */
  public static DataSize parse(String text) {
    Matcher matcher = FORM.matcher(text.strip());
    Long unit = matcher.matches() ? UNITS.get(matcher.group(2).toLowerCase(Locale.ROOT)) : null;
    if (unit == null) {
      throw new IllegalArgumentException(
          "is '" + text + "', not a size: write one such as 512KiB, 64MiB or 2GB");
    }
    return new DataSize(Math.multiplyExact(Long.parseLong(matcher.group(1)), unit));
  }
}
