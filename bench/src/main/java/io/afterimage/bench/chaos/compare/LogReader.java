package io.afterimage.bench.chaos.compare;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads whole topics, as far as they are committed. Thread-safe. */
public final class LogReader {
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final Map<String, Object> client;

  /** A reader of a cluster. */
  public LogReader(Map<String, Object> client) {
    this.client = client;
  }

  /**
   * Hands over a topic's committed records, each partition's in order.
   *
   * @return of each partition, the offset after its last record; less than its end by the
   *     transaction markers and aborted records that follow
   */
  public Map<TopicPartition, Long> read(
      String topic, Consumer<ConsumerRecord<byte[], byte[]>> each) {
    Map<String, Object> config = new HashMap<>(client);
    config.put("isolation.level", "read_committed");
    config.put("enable.auto.commit", false);
    Map<TopicPartition, Long> after = new HashMap<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> all =
          consumer.partitionsFor(topic).stream()
              .map(p -> new TopicPartition(topic, p.partition()))
              .toList();
      consumer.assign(all);
      consumer.seekToBeginning(all);
      Map<TopicPartition, Long> ends = consumer.endOffsets(all);
      all.forEach(partition -> after.put(partition, 0L));
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (all.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
        if (System.nanoTime() > deadline) {
          throw new IllegalStateException(topic + " could not be read within " + PATIENCE);
        }
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
          after.put(new TopicPartition(topic, record.partition()), record.offset() + 1);
          each.accept(record);
        }
      }
    }
    return after;
  }
}
