package io.afterimage.ingest.sample;

import io.afterimage.contract.frame.FrameInput;
import io.afterimage.ingest.EncodingChoice;
import io.afterimage.ingest.stream.Deadlines;

/**
 * How a source is read. Immutable.
 *
 * @param input what the records look like
 * @param rateFps sampled pictures a second
 * @param encoding raw planes or JPEG
 * @param realtime whether files come as slowly as they were recorded
 * @param deadlines how long each call may take
 */
public record ReaderSettings(
    FrameInput input,
    double rateFps,
    EncodingChoice encoding,
    boolean realtime,
    Deadlines deadlines) {

  /** Raw planes as fast as the source gives. */
  public static ReaderSettings of(FrameInput input, double rateFps) {
    return new ReaderSettings(input, rateFps, EncodingChoice.RAW, false, Deadlines.DEFAULT);
  }
}
