package io.afterimage.topology;

import io.afterimage.topology.deadletter.DeadLetters;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Set;
import org.apache.kafka.streams.Topology;

/**
 * What a {@link TopologyRunner} runs, under an application id of its own: its own consumer group,
 * state and threads, so that one never waits for another. Immutable and thread-safe.
 */
public sealed interface StreamsApplication permits AfterimageTopology, CaptioningTopology {
  /** The topology; every topic, store and node is named. */
  Topology build();

  /** Where records that do not parse go. */
  DeadLetters deadLetters();

  /** The topics of what is told to others, as against what only stages read. */
  Set<String> eventTopics();

  /** Where it counts. */
  MeterRegistry meters();

  /** How many records are taken from the brokers at once, at least 1. */
  int recordsAtOnce();
}
