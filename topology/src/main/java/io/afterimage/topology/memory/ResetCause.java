package io.afterimage.topology.memory;

import io.afterimage.contract.WireName;

/** Why a memory was started afresh; the tag under which it is counted. */
public enum ResetCause implements WireName {
  /** The camera was connected anew. */
  EPOCH,
  /** Too much time passed between two frames. */
  GAP,
  /** The scene became another one. */
  CUT,
  /** Another pack's, which this one does not name as compatible. */
  PACK_CHANGED,
  /** The pack failed on too many of the camera's frames in a row. */
  QUARANTINED,
  /** Written by another version of the codec. */
  CODEC_VERSION,
  /** Bytes that make no memory. */
  UNREADABLE
}
