package io.afterimage.ingest;

/**
 * Which pictures the decoder smooths at the borders of their blocks. H.264 (clause 8.7) and HEVC
 * (clause 8.7) prescribe it for all, and FFmpeg's decoders can leave it out; those of VP9 and AV1
 * cannot.
 */
public enum LoopFilter {
  /** All, as the codec prescribes. */
  ALL,
  /**
   * Key pictures alone. What the others differ by adds up until the next key picture, and is gone
   * with it.
   */
  KEY
}
