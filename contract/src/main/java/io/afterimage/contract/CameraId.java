package io.afterimage.contract;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name of a camera and the key of every record about it: 1 to 64 of {@code a-z A-Z 0-9 . _ -},
 * starting with a letter or a digit. Immutable.
 *
 * @param value the name
 */
public record CameraId(String value) implements Comparable<CameraId> {
  private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  /**
   * @throws ContractException {@link ErrorCode#BAD_CAMERA_ID} if the name is empty, too long or
   *     holds other characters
   */
  public CameraId {
    if (!ALLOWED.matcher(value).matches()) {
      throw new ContractException(
          ErrorCode.BAD_CAMERA_ID,
          "camera id '%s' is not valid: use 1 to 64 letters, digits, '.', '_' or '-', starting with a letter or digit"
              .formatted(value));
    }
  }

  /**
   * The camera of a record's key.
   *
   * @throws ContractException {@link ErrorCode#BAD_CAMERA_ID} if there is no key, or none that is a
   *     camera's name
   */
  public static CameraId ofKey(@Nullable String key) {
    if (key == null) {
      throw new ContractException(ErrorCode.BAD_CAMERA_ID, "record without a camera id");
    }
    return new CameraId(key);
  }

  /**
   * The text of a record's key, whose bytes may be anything.
   *
   * @return null if there is no key
   * @throws ContractException {@link ErrorCode#BAD_CAMERA_ID} if it is no UTF-8 text
   */
  public static @Nullable String keyText(byte @Nullable [] key) {
    String text = StrictText.find(key);
    if (key != null && text == null) {
      throw new ContractException(
          ErrorCode.BAD_CAMERA_ID, "the record's key is no UTF-8 text, so no camera id");
    }
    return text;
  }

  @Override
  public int compareTo(CameraId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
