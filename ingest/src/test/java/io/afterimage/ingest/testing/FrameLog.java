package io.afterimage.ingest.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads a topic from its beginning. */
public final class FrameLog implements AutoCloseable {
  private final KafkaConsumer<String, byte[]> consumer;
  private final List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();

  /** Opens a topic; {@code group} commits when asked to. */
  public FrameLog(KafkaNode kafka, String topic, String group) {
    Map<String, Object> config = new HashMap<>(kafka.config());
    config.put("group.id", group);
    config.put("enable.auto.commit", false);
    config.put("auto.offset.reset", "earliest");
    config.put("max.partition.fetch.bytes", 16 << 20);
    consumer = new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /** Reads until the records say that it is enough; fails after half a minute. */
  public List<ConsumerRecord<String, byte[]>> readUntil(
      Predicate<List<ConsumerRecord<String, byte[]>>> enough) {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!enough.test(records)) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("only " + records.size() + " records came");
      }
      poll(Duration.ofMillis(100));
    }
    return List.copyOf(records);
  }

  /** Reads what is there now. */
  public List<ConsumerRecord<String, byte[]>> readToEnd() {
    Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
    while (ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
      poll(Duration.ofMillis(100));
    }
    return List.copyOf(records);
  }

  /** Commits what was read. */
  public void commit() {
    consumer.commitSync();
  }

  @Override
  public void close() {
    consumer.close();
  }

  private void poll(Duration most) {
    consumer.poll(most).forEach(records::add);
  }
}
