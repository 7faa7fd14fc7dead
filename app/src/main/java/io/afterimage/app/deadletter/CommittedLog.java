package io.afterimage.app.deadletter;

import io.afterimage.app.AppException;
import io.afterimage.app.AppException.Code;
import io.afterimage.app.kafka.KafkaAccess;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * What topics hold that is committed, outside any consumer group. Owns a client; for one thread.
 */
final class CommittedLog implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final KafkaAccess kafka;

  /**
   * @throws AppException {@link Code#KAFKA} if the client cannot be made
   */
  CommittedLog(KafkaAccess kafka) {
    this.kafka = kafka;
    Map<String, Object> config = new HashMap<>(kafka.properties());
    config.put(ConsumerConfig.CLIENT_ID_CONFIG, "afterimage-dead-letters");
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.put(
        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
        Math.toIntExact(kafka.connectTimeout().toMillis()));
    consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** The number of a topic's partitions, 0 if there is no such topic. */
  int partitions(String topic) {
    return ask(
        () -> {
          List<PartitionInfo> found = consumer.partitionsFor(topic);
          return found == null ? 0 : found.size();
        });
  }

  /**
   * Reads a topic from its beginning to where it ends now.
   *
   * @throws AppException {@link Code#KAFKA} if the brokers stop answering
   */
  void scan(String topic, Consumer<ConsumerRecord<byte[], byte[]>> taker) {
    Set<TopicPartition> all = new HashSet<>();
    for (int partition = 0; partition < partitions(topic); partition++) {
      all.add(new TopicPartition(topic, partition));
    }
    read(all, null, taker);
  }

  /** The record at an offset, or null if it is not there, or no longer. */
  @Nullable ConsumerRecord<byte[], byte[]> find(String topic, int partition, long offset) {
    if (partition < 0 || partition >= partitions(topic)) {
      return null;
    }
    TopicPartition at = new TopicPartition(topic, partition);
    long first = ask(() -> consumer.beginningOffsets(Set.of(at)).getOrDefault(at, 0L));
    long end = ask(() -> consumer.endOffsets(Set.of(at)).getOrDefault(at, 0L));
    if (offset < first || offset >= end) {
      return null;
    }
    Map<Long, ConsumerRecord<byte[], byte[]>> found = new HashMap<>();
    read(Set.of(at), offset, record -> found.putIfAbsent(record.offset(), record));
    return found.get(offset);
  }

  @Override
  public void close() {
    consumer.close();
  }

  /** Reads partitions from their beginning, or one record alone. */
  private void read(
      Set<TopicPartition> partitions,
      @Nullable Long only,
      Consumer<ConsumerRecord<byte[], byte[]>> taker) {
    Map<TopicPartition, Long> left = new HashMap<>();
    ask(
        () -> {
          consumer.assign(partitions);
          if (only == null) {
            consumer.seekToBeginning(partitions);
            left.putAll(consumer.endOffsets(partitions));
          } else {
            partitions.forEach(partition -> consumer.seek(partition, only));
            partitions.forEach(partition -> left.put(partition, only + 1));
          }
          left.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
          return true;
        });
    long movedAt = System.nanoTime();
    while (!left.isEmpty()) {
      boolean moved = ask(() -> poll(left, taker));
      movedAt = moved ? System.nanoTime() : movedAt;
      if (System.nanoTime() - movedAt > kafka.connectTimeout().toNanos()) {
        throw new AppException(
            Code.KAFKA,
            "nothing more could be read of %s within %d s: see whether its brokers work"
                .formatted(left.keySet(), kafka.connectTimeout().toSeconds()));
      }
    }
  }

  private boolean poll(
      Map<TopicPartition, Long> left, Consumer<ConsumerRecord<byte[], byte[]>> taker) {
    boolean moved = false;
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
      moved = true;
      Long end = left.get(new TopicPartition(record.topic(), record.partition()));
      if (end != null && record.offset() < end) {
        taker.accept(record);
      }
    }
    // The position also passes what holds no record: the ends of transactions.
    return left.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue())
        || moved;
  }

  private interface Question<T> {
    T ask();
  }

  private <T> T ask(Question<T> question) {
    try {
      return question.ask();
    } catch (KafkaException e) {
      throw new AppException(
          Code.KAFKA,
          "Kafka at %s cannot be read: %s".formatted(kafka.bootstrap(), e.getMessage()),
          e);
    }
  }
}
