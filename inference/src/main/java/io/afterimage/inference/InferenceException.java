package io.afterimage.inference;

import io.afterimage.contract.CountedFault;
import java.util.Locale;

/** A pack that cannot be used, a provider that is not there, or a graph that failed. */
public final class InferenceException extends RuntimeException implements CountedFault {
  private static final long serialVersionUID = 1L;

  /** The kind of fault; the tag under which it is counted. */
  public enum Code {
    /** The pack's folder or a file in it is missing or cannot be read. */
    PACK_NOT_FOUND,
    /** The manifest breaks its schema or contradicts itself. */
    BAD_MANIFEST,
    /** A file's hash is not the manifest's. */
    WRONG_HASH,
    /** A graph's tensors are not the manifest's, or ONNX Runtime cannot load it. */
    BAD_GRAPH,
    /** An execution provider was asked for that the loaded library does not have. */
    NO_PROVIDER,
    /** A record's pixels or tensors do not fit the graph. */
    BAD_TENSOR,
    /** A record's picture does not decode or has another size. */
    BAD_PICTURE,
    /** A graph failed while it ran. */
    RUN_FAILED
  }

  private final Code code;

  /**
   * @param code the kind of fault
   * @param message one sentence that says what is wrong and what to do
   */
  public InferenceException(Code code, String message) {
    super(message);
    this.code = code;
  }

  /**
   * @param code the kind of fault
   * @param message one sentence that says what is wrong and what to do
   * @param cause what was thrown below
   */
  public InferenceException(Code code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** The kind of fault. */
  public Code code() {
    return code;
  }

  @Override
  public String cause() {
    return code.name().toLowerCase(Locale.ROOT);
  }
}
