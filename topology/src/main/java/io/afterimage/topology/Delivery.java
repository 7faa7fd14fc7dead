package io.afterimage.topology;

import io.afterimage.contract.WireName;

/**
 * When an event is told. In either mode memories, windows and the place in the log move together,
 * in a transaction: no crash makes a memory take a frame twice, or not at all.
 */
public enum Delivery implements WireName {
  /** Each event once, as soon as the transaction of its frame is committed. */
  EXACTLY_ONCE,
  /**
   * Each event at once, ahead of the transaction. After a crash the events of frames that were not
   * committed come again, with the same ids; none is missing.
   */
  LOW_LATENCY
}
