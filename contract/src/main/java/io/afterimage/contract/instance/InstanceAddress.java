package io.afterimage.contract.instance;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.afterimage.contract.ContractException;
import io.afterimage.contract.ErrorCode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where an instance answers, as text {@code HOST:PORT}; a host of IPv6 stands in square brackets.
 * Immutable.
 *
 * @param host a name or an address, without brackets
 * @param port 1 to 65535
 */
public record InstanceAddress(String host, int port) {
  private static final Pattern FORM =
      Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)]|([A-Za-z0-9][A-Za-z0-9._-]*)):(\\d{1,5})");

  /**
   * @throws ContractException {@link ErrorCode#BAD_FIELD} if it cannot be the address of a server
   */
  public InstanceAddress {
    if (port < 1 || port > 65_535 || !FORM.matcher(text(host, port)).matches()) {
      throw refused(text(host, port));
    }
  }

  /**
   * The address of that text.
   *
   * @throws ContractException {@link ErrorCode#BAD_FIELD} if it is none
   */
  @JsonCreator
  public static InstanceAddress parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw refused(text);
    }
    String literal = matcher.group(1);
    String host = literal == null ? matcher.group(2) : literal;
    return new InstanceAddress(host, Integer.parseInt(matcher.group(3)));
  }

  @Override
  @JsonValue
  public String toString() {
    return text(host, port);
  }

  private static String text(String host, int port) {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }

  private static ContractException refused(String text) {
    return new ContractException(
        ErrorCode.BAD_FIELD,
        "address '%s' is not valid: write HOST:PORT, such as 127.0.0.1:9500".formatted(text));
  }
}
