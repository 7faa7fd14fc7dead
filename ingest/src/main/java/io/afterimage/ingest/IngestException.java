package io.afterimage.ingest;

/**
 * A source that cannot be read or published; the message is one sentence that says what to do and
 * holds no credentials.
 */
public final class IngestException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What went wrong; the tag under which failures are counted. */
  public enum Code {
    /** An address with a scheme that is not known, or without one that is needed. */
    BAD_ADDRESS,
    /** A file or device that is not there or may not be read. */
    NOT_FOUND,
    /** A file of no bytes. */
    EMPTY,
    /** Data in which no container or stream is found: damaged, cut off at its start, no video. */
    UNREADABLE,
    /** Sound, but no video. */
    NO_VIDEO,
    /** A codec without a decoder, or video of which no picture decodes. */
    UNDECODABLE,
    /** A host that does not answer or does not know the address. */
    UNREACHABLE,
    /** A source that was reached and then said nothing for too long. */
    TIMED_OUT,
    /** A source that asks for other credentials. */
    REFUSED,
    /** A live source that broke off. */
    LOST,
    /** A clip that cannot be written. */
    UNWRITABLE,
    /** Kafka that did not take epochs or frames. */
    BROKER,
    /** A reader that was asked to stop while it was waiting; no failure of the source. */
    CLOSED,
    /** Something that should not happen: a fault of the program. */
    INTERNAL
  }

  private final Code code;

  /**
   * @param code what went wrong, for counting
   * @param message one sentence for a person
   */
  public IngestException(Code code, String message) {
    super(message);
    this.code = code;
  }

  /**
   * @param code what went wrong, for counting
   * @param message one sentence for a person
   * @param cause what it came from
   */
  public IngestException(Code code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** What went wrong, for counting. */
  public Code code() {
    return code;
  }
}
