package io.afterimage.topology.query;

import io.afterimage.contract.WireName;
import io.afterimage.topology.memory.Memory;

/** What a memory is doing, for people. */
public enum MemoryState implements WireName {
  /** Its last frame was stepped. */
  LIVE,
  /** The camera fell silent after its last frame. */
  IDLE,
  /** The epoch is over; only where it ended is kept. */
  ENDED,
  /** It was emptied, and no frame was stepped since. */
  FRESH,
  /** The pack failed on too many frames in a row and is given none for a while. */
  QUARANTINED,
  /** Its bytes make no memory to this build. */
  UNREADABLE;

  static MemoryState of(Memory memory) {
    if (memory.ended()) {
      return ENDED;
    }
    if (memory.trouble().quarantined()) {
      return QUARANTINED;
    }
    if (memory.idle()) {
      return IDLE;
    }
    return memory.fresh() ? FRESH : LIVE;
  }
}
