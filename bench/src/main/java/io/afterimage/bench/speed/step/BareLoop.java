package io.afterimage.bench.speed.step;

import io.afterimage.bench.speed.measure.CpuTime;
import io.afterimage.bench.speed.measure.Stopwatch;
import io.afterimage.bench.speed.measure.Work;
import io.afterimage.contract.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Polls features, takes the step, sends a prediction: nothing else. With transactions, what was
 * sent and the place in the log are committed together each 100 ms, as the topology does; without,
 * the place alone each 500 ms. Used by one thread.
 */
final class BareLoop implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration COMMIT = Duration.ofMillis(500);
  private static final Duration TRANSACTION = Duration.ofMillis(100);

  private final KafkaConsumer<String, byte[]> consumer;
  private final KafkaProducer<String, byte[]> producer;
  private final String predictions;
  private final BareStep step;
  private final Told told;
  private final boolean transactions;
  private final Map<TopicPartition, OffsetAndMetadata> places = new HashMap<>();
  private long committedAt = System.nanoTime();

  /**
   * Connects, in a group of its own.
   *
   * @param client the settings of a client
   * @param topics whose features are read, and whose predictions are written
   */
  BareLoop(
      Map<String, Object> client, Topics topics, BareStep step, Told told, boolean transactions) {
    this.predictions = topics.predictions();
    this.step = step;
    this.told = told;
    this.transactions = transactions;
    consumer =
        new KafkaConsumer<>(
            consumed(client, topics.prefix()),
            new StringDeserializer(),
            new ByteArrayDeserializer());
    producer =
        new KafkaProducer<>(
            produced(client, topics.prefix(), transactions),
            new StringSerializer(),
            new ByteArraySerializer());
    consumer.subscribe(List.of(topics.features()));
    if (transactions) {
      producer.initTransactions();
      producer.beginTransaction();
    }
  }

  private static Map<String, Object> consumed(Map<String, Object> client, String prefix) {
    Map<String, Object> config = new HashMap<>(client);
    config.put("group.id", prefix + "-bare");
    config.put("auto.offset.reset", "earliest");
    config.put("enable.auto.commit", false);
    config.put("isolation.level", "read_committed");
    return config;
  }

  private static Map<String, Object> produced(
      Map<String, Object> client, String prefix, boolean transactions) {
    Map<String, Object> config = new HashMap<>(client);
    config.put("acks", "all");
    config.put("linger.ms", 5);
    if (transactions) {
      config.put("transactional.id", prefix + "-bare");
    }
    return config;
  }

  /** Takes so many features, or somewhat more, and commits; returns how many. */
  long take(long features) {
    long taken = 0;
    while (taken < features) {
      for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
        step.take(record.key(), record.value());
        var unused = producer.send(told.of(record.key(), predictions));
        places.put(
            new TopicPartition(record.topic(), record.partition()),
            new OffsetAndMetadata(record.offset() + 1));
        taken++;
        commitIfDue();
      }
    }
    commit();
    return taken;
  }

  /** Takes the rest of a backlog, by the CPU time of this process. */
  Work measure(long features) {
    Stopwatch stopwatch = Stopwatch.start(CpuTime::ofProcess);
    return stopwatch.done(take(features));
  }

  private void commitIfDue() {
    Duration every = transactions ? TRANSACTION : COMMIT;
    if (System.nanoTime() - committedAt >= every.toNanos()) {
      commit();
    }
  }

  private void commit() {
    if (transactions) {
      producer.sendOffsetsToTransaction(places, consumer.groupMetadata());
      producer.commitTransaction();
      producer.beginTransaction();
    } else {
      producer.flush();
      consumer.commitSync(places);
    }
    places.clear();
    committedAt = System.nanoTime();
  }

  @Override
  public void close() {
    if (transactions) {
      producer.abortTransaction();
    }
    producer.close();
    consumer.close();
  }
}
