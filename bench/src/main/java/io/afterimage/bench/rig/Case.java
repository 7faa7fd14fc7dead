package io.afterimage.bench.rig;

import io.afterimage.topology.Delivery;
import java.time.Duration;
import java.util.List;

/**
 * What is measured in one go. Immutable.
 *
 * @param captions the caption packs, with commas; {@code none}: no windows are kept
 * @param delivery decides how often is committed
 * @param cache {@code topology.cache}; {@link #DEFAULT_CACHE}: what suits the delivery
 * @param cameras at least 1
 * @param session after which a silent member of the consumer group is given up
 */
public record Case(
    String captions, Delivery delivery, String cache, int cameras, Duration session) {
  /** What {@code topology.cache} is if nobody sets it. */
  public static final String DEFAULT_CACHE = "null";

  /** One with the session's usual length. */
  public Case(String captions, Delivery delivery, String cache, int cameras) {
    this(captions, delivery, cache, cameras, Duration.ofSeconds(10));
  }

  /** The settings' file of a prefix. */
  String settings(String prefix, String bootstrap, int metricsPort) {
    String kept = "{keep_for: 1d, keep_bytes: 8GiB}";
    return String.join(
        "\n",
        List.of(
            "kafka: {bootstrap: '%s', connect_timeout: 30s, properties: {main.consumer.session.timeout.ms: '%d'}}"
                .formatted(bootstrap, session.toMillis()),
            "broker: {min_free: 16MiB}",
            "topics: {prefix: %s, frames: %s, features: %s, actions: %s, caption_requests: %s}"
                .formatted(prefix, kept, kept, kept, kept),
            "inference: {age_limit: 0s}",
            "topology: {delivery: %s, cache: %s, close_after_silence: 0s, query_port: -1}"
                .formatted(delivery.wireName(), cache),
            "captions: {packs: '%s'}".formatted(captions),
            "metrics: {port: %d}".formatted(metricsPort),
            ""));
  }

  @Override
  public String toString() {
    return "%s, captions %s, cache %s, %d cameras"
        .formatted(delivery.wireName(), captions, cache, cameras);
  }
}
