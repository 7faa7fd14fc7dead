package io.afterimage.topology.stage;

import io.afterimage.contract.WireName;

/** What became of a frame that was stepped ahead of its turn; the tag under which it is counted. */
enum Foreseen implements WireName {
  /** Its turn came, and it was the same. */
  USED,
  /** Other frames took its place: its memory had changed, or it came to be no step. */
  UNUSED,
  /** The run with others failed; it is stepped alone. */
  FAILED
}
