package io.afterimage.topology.stage;

import io.afterimage.contract.WireName;

/** What became of a record; the tag under which it is counted. */
public enum Verdict implements WireName {
  /** A frame that moved the memory on. */
  STEPPED(true),
  /** A marker that was heeded. */
  MARKER(true),
  /** The record that came last, again. */
  DUPLICATE(false),
  /** A record from before the last one. */
  LATE(false),
  /** A record of an epoch before the camera's. */
  STALE_EPOCH(false),
  /** A record of an epoch that has ended. */
  AFTER_END(false),
  /** A feature that another pack's encoder made. */
  OTHER_ENCODER(false),
  /** A frame of a camera whose pack is quarantined. */
  QUARANTINED(false),
  /** A record that went to the dead letters. */
  DEAD_LETTER(false);

  private final boolean changes;

  Verdict(boolean changes) {
    this.changes = changes;
  }

  /** Whether the memory changed. */
  boolean changes() {
    return changes;
  }
}
