package io.afterimage.topology.window;

import io.afterimage.contract.WireName;

/** Why an event, a window or an ask made no request; the tag under which it is counted. */
public enum DropCause implements WireName {
  /** Shorter than the pack's least length. */
  TOO_SHORT,
  /**
   * The event ended while the window was another event's, or somebody asked while none was open.
   */
  NO_WINDOW,
  /** The window's event was forgotten before it ended. */
  FORGOTTEN,
  /** A slot does not hold what the header says of it. */
  TORN
}
