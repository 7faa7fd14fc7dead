package io.afterimage.app.replay;

import io.afterimage.contract.Topics;
import io.afterimage.contract.WireName;

/** What is replayed. */
public enum Recorded implements WireName {
  /** Pictures: everything is done again. */
  FRAMES,
  /** What an encoder made of them: only what comes after it is done again. */
  FEATURES;

  /** The topic that holds it. */
  String topic(Topics names) {
    return this == FRAMES ? names.frames() : names.features();
  }
}
