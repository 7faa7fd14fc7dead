package io.afterimage.ingest;

/**
 * Which pictures the decoder smooths at the borders of their blocks. H.264 (clause 8.7), HEVC and
 * VP9 prescribe it for all; codecs whose decoder cannot leave it out do it anyway.
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
