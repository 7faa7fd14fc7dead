package io.afterimage.app.replay;

import io.afterimage.contract.Topics;
import java.util.Set;

/** Which topics of a replay stay. */
public enum Keep {
  /** All, those of the memories too. */
  ALL,
  /** Those that people and programs read. */
  EVENTS,
  /** None. */
  NONE;

  /** The topics that people and programs read. */
  static Set<String> events(Topics names) {
    return Set.of(
        names.actions(),
        names.captions(),
        names.attention(),
        names.predictions(),
        names.deadLetters());
  }

  /** Whether a topic of the replay stays. */
  boolean keeps(String topic, Topics names) {
    return switch (this) {
      case ALL -> true;
      case EVENTS -> events(names).contains(topic);
      case NONE -> false;
    };
  }
}
