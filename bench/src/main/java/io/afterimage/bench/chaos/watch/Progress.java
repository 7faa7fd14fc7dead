package io.afterimage.bench.chaos.watch;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.afterimage.contract.Topics;
import io.afterimage.contract.event.EventJson;
import io.afterimage.contract.event.Prediction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Watches a pipeline from outside: whether frames and features are being written, and up to which
 * capture time each camera's frames have committed predictions. Two threads of its own;
 * thread-safe.
 */
public final class Progress implements AutoCloseable {
  /** Within what time something must have been written to count as under way. */
  public static final Duration LATELY = Duration.ofMillis(1500);

  private static final Duration LOOK = Duration.ofMillis(250);

  private final Map<String, Object> client;
  private final Topics topics;
  private final int partitions;
  private final Set<String> cameras;
  private final Map<String, Instant> predicted = new HashMap<>();
  private final Map<TopicPartition, Long> ends = new HashMap<>();
  private final List<Thread> threads = new ArrayList<>();
  private long framesAt;
  private long featuresAt;
  private long predictionsAt;
  private volatile boolean closed;

  /**
   * Begins to watch.
   *
   * @param client how to reach the brokers
   * @param topics of the pipeline; they exist
   * @param partitions of each topic
   * @param cameras those that are to be heard of
   */
  public Progress(Map<String, Object> client, Topics topics, int partitions, Set<String> cameras) {
    this.client = client;
    this.topics = topics;
    this.partitions = partitions;
    this.cameras = Set.copyOf(cameras);
    long longAgo = System.nanoTime() - Duration.ofHours(1).toNanos();
    framesAt = longAgo;
    featuresAt = longAgo;
    predictionsAt = longAgo;
    spawn("ends", this::watchEnds);
    spawn("predictions", this::watchPredictions);
  }

  /** Whether frames are being written, and what becomes of them too. */
  public synchronized boolean isUnderWay() {
    return isRecent(framesAt) && (isRecent(featuresAt) || isRecent(predictionsAt));
  }

  /**
   * Waits until frames and what becomes of them are being written.
   *
   * @return whether that came in time
   */
  public boolean awaitUnderWay(Duration patience) throws InterruptedException {
    return await(this::isUnderWay, patience);
  }

  /**
   * Waits until every camera has a committed prediction of a frame that was captured, and so
   * published, after a time.
   *
   * @return whether that came in time
   */
  public boolean awaitPredicted(Instant after, Duration patience) throws InterruptedException {
    return await(() -> isPredicted(after), patience);
  }

  /** For people: how far each camera is. */
  public synchronized String state() {
    long now = System.nanoTime();
    return "frames %d ms ago, features %d ms ago, predictions %d ms ago; predicted up to %s"
        .formatted(
            (now - framesAt) / 1_000_000,
            (now - featuresAt) / 1_000_000,
            (now - predictionsAt) / 1_000_000,
            new TreeMap<>(predicted));
  }

  @Override
  public void close() {
    closed = true;
    for (Thread thread : threads) {
      try {
        thread.join(10_000);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private synchronized boolean isPredicted(Instant after) {
    return cameras.stream()
        .allMatch(camera -> predicted.getOrDefault(camera, Instant.MIN).isAfter(after));
  }

  private static boolean isRecent(long at) {
    return System.nanoTime() - at < LATELY.toNanos();
  }

  /** Waits for a condition, which is looked at after each change and now and then. */
  private synchronized boolean await(BooleanSupplier condition, Duration patience)
      throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean()) {
      long leftMs = (deadline - System.nanoTime()) / 1_000_000;
      if (leftMs <= 0) {
        return false;
      }
      wait(Math.min(leftMs, LATELY.toMillis()));
    }
    return true;
  }

  private void spawn(String what, Runnable task) {
    Thread thread = new Thread(task, "chaos-watch-" + what);
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
  }

  private List<TopicPartition> all(String topic) {
    List<TopicPartition> all = new ArrayList<>();
    for (int i = 0; i < partitions; i++) {
      all.add(new TopicPartition(topic, i));
    }
    return all;
  }

  private void watchEnds() {
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    all(topics.frames()).forEach(p -> asked.put(p, OffsetSpec.latest()));
    all(topics.features()).forEach(p -> asked.put(p, OffsetSpec.latest()));
    try (Admin admin = Admin.create(client)) {
      while (!closed) {
        ListOffsetsResult result =
            admin.listOffsets(asked, new ListOffsetsOptions().timeoutMs(3_000));
        for (TopicPartition partition : asked.keySet()) {
          try {
            ended(partition, result.partitionResult(partition).get().offset());
          } catch (java.util.concurrent.ExecutionException e) {
            // Its leader is away: nothing new is known of it.
          }
        }
        Thread.sleep(LOOK.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void ended(TopicPartition partition, long end) {
    long before = ends.getOrDefault(partition, 0L);
    if (end <= before) {
      return;
    }
    ends.put(partition, end);
    if (partition.topic().equals(topics.frames())) {
      framesAt = System.nanoTime();
    } else {
      featuresAt = System.nanoTime();
    }
    notifyAll();
  }

  private void watchPredictions() {
    Map<String, Object> config = new HashMap<>(client);
    config.put("isolation.level", "read_committed");
    config.put("auto.offset.reset", "earliest");
    config.put("enable.auto.commit", false);
    config.put("default.api.timeout.ms", 10_000);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(all(topics.predictions()));
      while (!closed) {
        try {
          consumer.poll(LOOK).forEach(this::predicted);
        } catch (KafkaException e) {
          // A broker is away; the next poll tries another one.
        }
      }
    }
  }

  private synchronized void predicted(ConsumerRecord<byte[], byte[]> record) {
    if (EventJson.readPrediction(record.value()) instanceof Prediction prediction) {
      predicted.merge(
          new String(record.key(), UTF_8), prediction.time(), (a, b) -> a.isAfter(b) ? a : b);
      predictionsAt = System.nanoTime();
      notifyAll();
    }
  }
}
