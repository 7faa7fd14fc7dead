package io.afterimage.contract;

import java.util.Locale;

/** A record, header or name that does not keep the contract; the message says what and why. */
public final class ContractException extends RuntimeException implements CountedFault {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;

  /**
   * @param code the kind of breach, for counting
   * @param message one sentence for a person
   */
  public ContractException(ErrorCode code, String message) {
    super(message);
    this.code = code;
  }

  /** The kind of breach, for counting. */
  public ErrorCode code() {
    return code;
  }

  @Override
  public String cause() {
    return code.name().toLowerCase(Locale.ROOT);
  }
}
