package io.afterimage.app.query;

/** An instance did not answer, or answered that it cannot; the message is a sentence about it. */
public final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The status of one that did not answer. */
  public static final int SILENT = 0;

  /** The status of one that was not shown the token. */
  public static final int TOKEN = 401;

  /** The status of one that has nothing of that name. */
  public static final int UNKNOWN = 404;

  /** The status of one that cannot read its state just now. */
  public static final int NOT_NOW = 503;

  private final int status;

  /**
   * @param status the HTTP status; {@link #SILENT}: there was none
   * @param message one sentence for a person
   */
  public RefusedException(int status, String message) {
    super(message);
    this.status = status;
  }

  /** The HTTP status; {@link #SILENT}: there was none. */
  public int status() {
    return status;
  }
}
