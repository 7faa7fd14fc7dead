package io.afterimage.topology;

/** A topology that cannot start, or that had to stop. */
public final class TopologyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The kind of fault. */
  public enum Code {
    /** A setting is out of range. */
    BAD_SETTING,
    /** The folder for local state cannot be used: another process holds it, or it is read-only. */
    STATE_DIR,
    /** The brokers were not reached, or did not give work, in time. */
    NOT_RUNNING,
    /** A topic is missing or its partitions do not match. */
    TOPICS,
    /** The brokers refuse this client. */
    NOT_ALLOWED,
    /** The stream stopped and starting it again would not help. */
    STOPPED,
    /** State cannot be read just now: it starts, stops, or moves to another instance. */
    UNAVAILABLE
  }

  private final Code code;

  /**
   * @param code the kind of fault
   * @param message one sentence that says what is wrong and what to do
   */
  public TopologyException(Code code, String message) {
    super(message);
    this.code = code;
  }

  /**
   * @param code the kind of fault
   * @param message one sentence that says what is wrong and what to do
   * @param cause what was thrown below
   */
  public TopologyException(Code code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** The kind of fault. */
  public Code code() {
    return code;
  }
}
