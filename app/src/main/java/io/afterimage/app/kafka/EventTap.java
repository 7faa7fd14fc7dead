package io.afterimage.app.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Reads committed records of topics as they come, outside any consumer group: what others commit
 * does not matter to it, and nothing of it stays behind. Its one thread calls the sink; a sink that
 * throws ends the tap.
 */
public final class EventTap implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(500);

  private final KafkaConsumer<String, byte[]> consumer;
  private final Consumer<ConsumerRecord<String, byte[]>> sink;
  private final Thread thread;
  private final CompletableFuture<Void> end = new CompletableFuture<>();
  private final CountDownLatch started = new CountDownLatch(1);
  private volatile boolean closed;

  /**
   * Connects; nothing is read before {@link #start}.
   *
   * @param kafka bootstrap servers and security
   * @param topics topics that exist
   * @param fromStart whether to read what is there already, or only what comes
   * @param sink gets each record; called by one thread
   */
  public EventTap(
      Map<String, Object> kafka,
      List<String> topics,
      boolean fromStart,
      Consumer<ConsumerRecord<String, byte[]>> sink) {
    Map<String, Object> settings = new HashMap<>(kafka);
    settings.put("client.id", "afterimage-tap");
    settings.put("isolation.level", "read_committed");
    settings.put("auto.offset.reset", "earliest");
    settings.put("enable.auto.commit", "false");
    settings.put("fetch.max.wait.ms", "100");
    this.consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
    this.sink = sink;
    this.thread = new Thread(() -> run(topics, fromStart), "afterimage-tap");
    thread.setDaemon(true);
  }

  /**
   * Starts reading; once this returns, nothing that is published later will be missed.
   *
   * @throws InterruptedException if the thread is interrupted while it waits for Kafka
   */
  public EventTap start() throws InterruptedException {
    thread.start();
    started.await();
    return this;
  }

  /** Completes when reading ends: with the error that ended it, or after {@link #close}. */
  public CompletableFuture<Void> end() {
    return end;
  }

  /** Stops reading and waits for the thread, at most two seconds. */
  @Override
  public void close() {
    closed = true;
    consumer.wakeup();
    try {
      thread.join(2000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run(List<String> topics, boolean fromStart) {
    try (consumer) {
      seek(topics, fromStart);
      started.countDown();
      while (!closed) {
        ConsumerRecords<String, byte[]> records = consumer.poll(POLL);
        records.forEach(sink);
      }
      end.complete(null);
    } catch (WakeupException e) {
      end.complete(null);
    } catch (RuntimeException e) {
      end.completeExceptionally(e);
    } finally {
      started.countDown();
    }
  }

  private void seek(List<String> topics, boolean fromStart) {
    List<TopicPartition> partitions =
        topics.stream()
            .flatMap(topic -> consumer.partitionsFor(topic).stream())
            .map(EventTap::partition)
            .toList();
    consumer.assign(partitions);
    if (fromStart) {
      consumer.seekToBeginning(partitions);
    } else {
      consumer.seekToEnd(partitions);
    }
    partitions.forEach(consumer::position); // Seeking is lazy: settle the places now.
  }

  private static TopicPartition partition(PartitionInfo info) {
    return new TopicPartition(info.topic(), info.partition());
  }
}
