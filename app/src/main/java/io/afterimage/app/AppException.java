package io.afterimage.app;

/** Something outside the program that keeps it from starting or going on, in one sentence. */
public final class AppException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The kind of trouble; decides the exit code. */
  public enum Code {
    /** A setting or an option is wrong or missing. */
    CONFIG,
    /** The data folder is locked, full or cannot be written. */
    DATA_FOLDER,
    /** The embedded broker cannot start or has stopped. */
    BROKER,
    /** The Kafka cluster does not answer, or refuses what is asked of it. */
    KAFKA,
    /** A pack cannot be found or used. */
    PACK,
    /** A source cannot be read. */
    SOURCE,
    /** No running instance answers, or it cannot do what is asked. */
    INSTANCE
  }

  private final Code code;

  /**
   * @param code the kind of trouble
   * @param message one sentence that says what is wrong and what to do
   */
  public AppException(Code code, String message) {
    super(message);
    this.code = code;
  }

  /**
   * @param code the kind of trouble
   * @param message one sentence that says what is wrong and what to do
   * @param cause what was thrown below
   */
  public AppException(Code code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** The kind of trouble. */
  public Code code() {
    return code;
  }
}
