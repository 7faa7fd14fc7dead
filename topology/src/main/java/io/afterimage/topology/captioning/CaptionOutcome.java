package io.afterimage.topology.captioning;

import io.afterimage.contract.WireName;

/** What became of a record of the caption requests; the tag under which it is counted. */
public enum CaptionOutcome implements WireName {
  /** A caption that was told. */
  TOLD,
  /** A caption that is too much like the last one. */
  SUPPRESSED,
  /** A caption without words. */
  EMPTY,
  /** A request for another caption pack, which its own stage answers. */
  OTHER_PACK,
  /** A request for, or with features for, another version of the pack; in the dead letters. */
  OTHER_VERSION,
  /** A marker that was passed on. */
  MARKER,
  /** A record that went to the dead letters for another reason. */
  DEAD_LETTER
}
