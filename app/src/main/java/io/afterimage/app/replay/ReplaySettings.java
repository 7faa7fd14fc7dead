package io.afterimage.app.replay;

import io.afterimage.app.config.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** How a replay's roles are set other than live ones. Stateless. */
final class ReplaySettings {
  private static final String ORIGIN = "replay";

  /** A hundred years, and more than any disk: what is replayed is never too old, nor too much. */
  private static final String FOR_EVER = "36500d";

  private static final String ALL = "1000000GB";

  private static final List<String> INPUTS =
      List.of("frames", "features", "caption_asks", "caption_requests");

  private static final List<String> EVENTS =
      List.of("actions", "captions", "attention", "predictions", "dead_letters");

  private ReplaySettings() {}

  /**
   * The settings that differ: the topics, and that nothing is skipped for its age, closed or
   * forgotten by the clock.
   *
   * @param prefix of the replay's topics
   * @param partitions as many as the live topics have
   */
  static List<Setting> of(String prefix, int partitions) {
    List<Setting> settings = new ArrayList<>();
    settings.add(setting("topics.prefix", prefix));
    settings.add(setting("topics.partitions", Integer.toString(partitions)));
    settings.add(setting("inference.age_limit", "0s"));
    settings.add(setting("topology.close_after_silence", "0s"));
    settings.add(setting("topology.forget_after", "0s"));
    settings.add(setting("topology.standbys", "0"));
    settings.add(setting("topology.query_port", "-1")); // Who asks, asks the live ones.
    INPUTS.forEach(topic -> settings.add(setting("topics." + topic + ".keep_for", FOR_EVER)));
    Stream.concat(INPUTS.stream(), EVENTS.stream())
        .forEach(topic -> settings.add(setting("topics." + topic + ".keep_bytes", ALL)));
    return settings;
  }

  private static Setting setting(String key, String value) {
    return new Setting(key, value, ORIGIN);
  }
}
