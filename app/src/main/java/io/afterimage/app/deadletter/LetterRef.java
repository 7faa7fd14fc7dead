package io.afterimage.app.deadletter;

import io.afterimage.app.AppException;
import io.afterimage.app.AppException.Code;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a letter lies in the dead letters' topic; {@code 3@17} for people.
 *
 * @param partition its partition
 * @param offset its offset
 */
public record LetterRef(int partition, long offset) {
  private static final Pattern FORM = Pattern.compile("(\\d{1,9})@(\\d{1,18})");

  /**
   * Reads a reference.
   *
   * @throws AppException {@link Code#CONFIG} if it is none
   */
  public static LetterRef parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new AppException(
          Code.CONFIG,
          "'%s' names no dead letter: write PARTITION@OFFSET, as 'afterimage dead-letters list' does"
              .formatted(text));
    }
    return new LetterRef(Integer.parseInt(matcher.group(1)), Long.parseLong(matcher.group(2)));
  }

  @Override
  public String toString() {
    return partition + "@" + offset;
  }
}
