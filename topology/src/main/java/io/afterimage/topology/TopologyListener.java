package io.afterimage.topology;

import org.apache.kafka.streams.KafkaStreams;

/** Hears what becomes of a running topology. Called on threads of Kafka Streams: return soon. */
public interface TopologyListener {
  /** A listener that does nothing. */
  TopologyListener SILENT = new TopologyListener() {};

  /** The state changed. */
  default void changed(KafkaStreams.State state) {}

  /** The topology had to stop and will not start again by itself. */
  default void failed(TopologyException fault) {}
}
