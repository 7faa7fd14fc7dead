package io.afterimage.ingest;

import io.afterimage.contract.frame.Encoding;
import io.afterimage.contract.frame.FrameInput;

/** How the pixels of frame records are to be written. */
public enum EncodingChoice {
  /** Raw up to {@value #RAW_BYTES} bytes, JPEG above. */
  AUTO,
  /** Always raw. */
  RAW,
  /** Always JPEG. */
  JPEG;

  /** The largest record that {@link #AUTO} leaves raw: a JPEG would cost more than it saves. */
  public static final int RAW_BYTES = 64 * 1024;

  /** The encoding of records of that input. */
  public Encoding of(FrameInput input) {
    return switch (this) {
      case RAW -> Encoding.RAW;
      case JPEG -> Encoding.JPEG;
      case AUTO -> input.byteSize() <= RAW_BYTES ? Encoding.RAW : Encoding.JPEG;
    };
  }
}
