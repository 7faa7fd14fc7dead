package io.afterimage.app.kafka;

import io.afterimage.app.AppException;
import io.afterimage.app.AppException.Code;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads what a topic holds at this moment, from its first record to its last. Stateless. */
public final class LogReader {
  private static final Duration POLL = Duration.ofMillis(200);

  private LogReader() {}

  /**
   * Reads all partitions of a topic.
   *
   * @param access the cluster
   * @param topic the topic; it must be there
   * @param each takes each record
   * @throws AppException {@link Code#KAFKA} if the cluster does not answer, or refuses
   */
  public static void readAll(
      KafkaAccess access, String topic, Consumer<ConsumerRecord<String, byte[]>> each) {
    try (KafkaConsumer<String, byte[]> consumer = consumer(access)) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic, access.connectTimeout()).stream()
              .map((PartitionInfo info) -> new TopicPartition(topic, info.partition()))
              .toList();
      read(access, consumer, partitions, each);
    } catch (KafkaException e) {
      throw unread(access, topic, e);
    }
  }

  /**
   * Reads one partition, records of transactions that are open or were aborted too.
   *
   * @param access the cluster
   * @param partition the partition; its topic must be there
   * @param each takes each record
   * @throws AppException {@link Code#KAFKA} if the cluster does not answer, or refuses
   */
  public static void read(
      KafkaAccess access, TopicPartition partition, Consumer<ConsumerRecord<String, byte[]>> each) {
    try (KafkaConsumer<String, byte[]> consumer = consumer(access)) {
      read(access, consumer, List.of(partition), each);
    } catch (KafkaException e) {
      throw unread(access, partition.topic(), e);
    }
  }

  private static void read(
      KafkaAccess access,
      KafkaConsumer<String, byte[]> consumer,
      Collection<TopicPartition> partitions,
      Consumer<ConsumerRecord<String, byte[]>> each) {
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, access.connectTimeout());
    long deadline = deadline(access);
    while (ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
      ConsumerRecords<String, byte[]> records = consumer.poll(POLL);
      if (!records.isEmpty()) {
        deadline = deadline(access);
      } else if (System.nanoTime() > deadline) {
        throw new org.apache.kafka.common.errors.TimeoutException("no record came");
      }
      for (ConsumerRecord<String, byte[]> record : records) {
        TopicPartition of = new TopicPartition(record.topic(), record.partition());
        if (record.offset() < ends.getOrDefault(of, 0L)) {
          each.accept(record);
        }
      }
    }
  }

  private static long deadline(KafkaAccess access) {
    return System.nanoTime() + access.connectTimeout().toNanos();
  }

  private static KafkaConsumer<String, byte[]> consumer(KafkaAccess access) {
    Map<String, Object> config = new HashMap<>(access.properties());
    config.put("enable.auto.commit", false);
    config.put("allow.auto.create.topics", false);
    config.put("auto.offset.reset", "earliest");
    config.put("default.api.timeout.ms", Math.toIntExact(access.connectTimeout().toMillis()));
    return new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer());
  }

  private static AppException unread(KafkaAccess access, String topic, KafkaException e) {
    return new AppException(
        Code.KAFKA,
        "topic %s at %s cannot be read: %s".formatted(topic, access.bootstrap(), e.getMessage()),
        e);
  }
}
