package io.afterimage.contract;

/** A record, header or name that does not keep the contract; the message says what and why. */
public final class ContractException extends RuntimeException {
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
}
