package io.afterimage.app.run;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Follows topics, outside any consumer group, with one thread of its own. Only committed records
 * are read. The listener is called by that thread alone.
 */
public final class EventTail implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(250);

  private final KafkaConsumer<String, byte[]> consumer;
  private final Consumer<ConsumerRecord<String, byte[]>> listener;
  private final Consumer<RuntimeException> onFailure;
  private final Thread thread;

  /**
   * Follows topics from where they end now.
   *
   * @param kafka how to reach the brokers
   * @param topics what to follow
   * @param listener takes each record
   * @param onFailure told if the thread has to stop
   */
  public EventTail(
      Map<String, Object> kafka,
      List<String> topics,
      Consumer<ConsumerRecord<String, byte[]>> listener,
      Consumer<RuntimeException> onFailure) {
    this(kafka, topics, false, listener, onFailure);
  }

  /**
   * Follows topics.
   *
   * @param kafka how to reach the brokers
   * @param topics what to follow
   * @param fromStart whether to read first what the topics still hold
   * @param listener takes each record
   * @param onFailure told if the thread has to stop
   */
  public EventTail(
      Map<String, Object> kafka,
      List<String> topics,
      boolean fromStart,
      Consumer<ConsumerRecord<String, byte[]>> listener,
      Consumer<RuntimeException> onFailure) {
    Map<String, Object> config = new HashMap<>(kafka);
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    this.consumer =
        new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer());
    this.listener = listener;
    this.onFailure = onFailure;
    this.thread = new Thread(this::run, "afterimage-event-tail");
    try {
      List<TopicPartition> partitions =
          topics.stream()
              .flatMap(topic -> consumer.partitionsFor(topic).stream())
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      if (fromStart) {
        consumer.seekToBeginning(partitions);
      } else {
        consumer.seekToEnd(partitions);
      }
      partitions.forEach(consumer::position);
    } catch (RuntimeException e) {
      consumer.close();
      throw e;
    }
  }

  /** Begins to follow; what was written since the constructor returned is not missed. */
  public void start() {
    thread.start();
  }

  @Override
  public void close() {
    consumer.wakeup();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    consumer.close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (true) {
        consumer.poll(POLL).forEach(listener);
      }
    } catch (WakeupException e) {
      // Closed.
    } catch (RuntimeException e) {
      onFailure.accept(e);
    }
  }
}
