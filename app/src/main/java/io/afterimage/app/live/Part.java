package io.afterimage.app.live;

/** What a process does with packs. */
public enum Part {
  /** Encodes frames. */
  INFERENCE,
  /** Keeps memories. */
  TOPOLOGY,
  /** Puts windows into words. */
  CAPTIONING
}
