package io.afterimage.topology;

import io.afterimage.contract.WireName;
import org.apache.kafka.streams.StreamsConfig;

/** How surely an event is told once. */
public enum Delivery implements WireName {
  /**
   * Memory, events and offsets move together in a transaction: each event once, as soon as the
   * transaction is committed.
   */
  EXACTLY_ONCE(StreamsConfig.EXACTLY_ONCE_V2),
  /**
   * Events are told without waiting for a transaction; after a crash some come again, with the same
   * ids.
   */
  LOW_LATENCY(StreamsConfig.AT_LEAST_ONCE);

  private final String guarantee;

  Delivery(String guarantee) {
    this.guarantee = guarantee;
  }

  /** Kafka Streams' name for it. */
  String guarantee() {
    return guarantee;
  }
}
