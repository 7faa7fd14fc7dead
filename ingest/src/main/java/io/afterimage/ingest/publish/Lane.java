package io.afterimage.ingest.publish;

import java.util.function.Supplier;
import org.apache.kafka.clients.producer.ProducerRecord;

/** A camera's way to Kafka. Records leave in the order in which they are given. */
interface Lane {
  /**
   * Hands a frame on, now, later or never.
   *
   * @param record made when it leaves, since it tells how long it waited
   */
  void frame(Supplier<ProducerRecord<String, byte[]>> record);

  /** Hands a marker on, behind every frame that was given before and not dropped. */
  void marker(ProducerRecord<String, byte[]> record);

  /** Whether Kafka is behind: what is only for people is better left out. */
  boolean isBehind();
}
