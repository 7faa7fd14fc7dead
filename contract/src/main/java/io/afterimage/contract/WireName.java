package io.afterimage.contract;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** An enum whose constants have a name on the wire and in files: their own, in lower case. */
public interface WireName {
  /** The constant's Java name. */
  String name();

  /** The name on the wire. */
  default String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The constant of that wire name.
   *
   * @param type the enum
   * @param what what the name stands for, for the message
   * @param name the name as read
   * @throws ContractException {@link ErrorCode#BAD_FIELD} if there is none; the message lists the
   *     names
   */
  static <E extends Enum<E> & WireName> E parse(Class<E> type, String what, String name) {
    for (E constant : type.getEnumConstants()) {
      if (constant.wireName().equals(name)) {
        return constant;
      }
    }
    throw new ContractException(
        ErrorCode.BAD_FIELD,
        "%s '%s' is not known: expected %s"
            .formatted(
                what,
                name,
                Arrays.stream(type.getEnumConstants())
                    .map(WireName::wireName)
                    .collect(Collectors.joining(" or "))));
  }
}
