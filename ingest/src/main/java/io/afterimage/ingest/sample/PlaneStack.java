package io.afterimage.ingest.sample;

import io.afterimage.contract.frame.Encoding;
import io.afterimage.contract.frame.FrameInput;
import io.afterimage.ingest.picture.Picture;

/** Makes record values of sampled pictures: scaled, stacked with the one before. */
interface PlaneStack extends AutoCloseable {
  /** A stack for an input and encoding. */
  static PlaneStack of(FrameInput input, Encoding encoding) {
    return encoding == Encoding.RAW ? new RawStack(input) : new JpegStack(input);
  }

  /** The next record's value, an array that is the caller's to read. */
  byte[] push(Picture picture);

  /** Forgets the picture before: the next is its own. */
  void restart();

  @Override
  void close();
}
