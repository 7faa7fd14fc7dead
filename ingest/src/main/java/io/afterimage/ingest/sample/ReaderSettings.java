package io.afterimage.ingest.sample;

import io.afterimage.contract.frame.FrameInput;
import io.afterimage.ingest.EncodingChoice;
import io.afterimage.ingest.LoopFilter;
import io.afterimage.ingest.stream.Deadlines;

/**
 * How a source is read. Immutable.
 *
 * @param input what the records look like
 * @param rateFps sampled pictures a second
 * @param filtered which pictures get their codec's loop filter
 * @param encoding raw planes or JPEG
 * @param realtime whether files come as slowly as they were recorded
 * @param deadlines how long each call may take
 */
public record ReaderSettings(
    FrameInput input,
    double rateFps,
    LoopFilter filtered,
    EncodingChoice encoding,
    boolean realtime,
    Deadlines deadlines) {

  /** Records as fast as the source gives, decoded as its codec prescribes. */
  public static ReaderSettings of(FrameInput input, double rateFps, EncodingChoice encoding) {
    return new ReaderSettings(input, rateFps, LoopFilter.ALL, encoding, false, Deadlines.DEFAULT);
  }
}
