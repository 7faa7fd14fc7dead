package io.afterimage.ingest;

import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Where sampled frames and markers go: the topic {@code frames}, or whoever encodes them in the
 * same process. Thread-safe.
 */
@FunctionalInterface
public interface FrameSink {
  /**
   * Takes a record; a camera's are given in their order.
   *
   * @param record its value is no longer the caller's
   * @param answer told once the record is safe, with its place if it has one, or why it is lost; on
   *     any thread, also before this returns; must not wait
   * @throws org.apache.kafka.common.KafkaException if there is no room for the record; it may be
   *     given again
   */
  void send(ProducerRecord<String, byte[]> record, Callback answer);

  /** Into the topic that each record names; the producer stays the caller's. */
  static FrameSink into(Producer<String, byte[]> producer) {
    return (record, answer) -> {
      var unused = producer.send(record, answer);
    };
  }
}
