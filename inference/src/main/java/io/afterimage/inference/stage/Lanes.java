package io.afterimage.inference.stage;

import io.afterimage.inference.stage.EncodeMetrics.Retry;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The partitions that the stage has, and their offsets. All methods run on the thread that polls.
 */
final class Lanes implements ConsumerRebalanceListener {
  private static final Logger LOG = LoggerFactory.getLogger(Lanes.class);

  /** File readers wait for committed offsets: half of what a 100 ms round of credits allows. */
  private static final long COMMIT_NANOS = Duration.ofMillis(50).toNanos();

  /** How long a rebalance is held up for frames under way. */
  private static final Duration REVOKE = Duration.ofSeconds(2);

  private final Consumer<byte[], byte[]> consumer;
  private final EncodeMetrics metrics;
  private final Map<TopicPartition, PartitionLane> lanes = new HashMap<>();
  private long committedAt = System.nanoTime();
  private boolean finished;

  Lanes(Consumer<byte[], byte[]> consumer, EncodeMetrics metrics) {
    this.consumer = consumer;
    this.metrics = metrics;
  }

  PartitionLane of(ConsumerRecord<byte[], byte[]> record) {
    return lanes.computeIfAbsent(
        new TopicPartition(record.topic(), record.partition()), partition -> new PartitionLane());
  }

  void commitIfDue() {
    long now = System.nanoTime();
    if (now - committedAt < COMMIT_NANOS) {
      return;
    }
    committedAt = now;
    Map<TopicPartition, OffsetAndMetadata> offsets = committable(lanes.keySet());
    if (!offsets.isEmpty()) {
      consumer.commitAsync(offsets, (tried, e) -> committed(tried, e));
    }
  }

  private void committed(Map<TopicPartition, OffsetAndMetadata> tried, @Nullable Exception e) {
    if (e != null) {
      metrics.count(Retry.COMMIT_FAILED);
      LOG.debug("Offsets will be committed again", e);
      tried.keySet().stream()
          .map(lanes::get)
          .filter(Objects::nonNull)
          .forEach(PartitionLane::uncommit);
    }
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
    LOG.info("Encodes {}", partitions);
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
    try {
      if (!finished) {
        await(partitions, REVOKE);
        commitNow(partitions, REVOKE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      drop(partitions);
    }
  }

  @Override
  public void onPartitionsLost(Collection<TopicPartition> partitions) {
    LOG.warn("Lost {}: another stage encodes them from the last committed frame", partitions);
    drop(partitions);
  }

  /** Waits for what is under way, as long as there is time, and commits it for the last time. */
  void finish(Duration patience) throws InterruptedException {
    // What was waited for in vain is not waited for again when the consumer leaves.
    finished = true;
    await(lanes.keySet(), patience);
    commitNow(lanes.keySet(), Duration.ofMillis(500));
  }

  private void await(Collection<TopicPartition> partitions, Duration patience)
      throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    for (TopicPartition partition : partitions) {
      PartitionLane lane = lanes.get(partition);
      if (lane != null && !lane.awaitSettled(deadline)) {
        LOG.warn("Frames of {} are still under way: they will be encoded again", partition);
        return;
      }
    }
  }

  private void commitNow(Collection<TopicPartition> partitions, Duration patience) {
    partitions.stream()
        .map(lanes::get)
        .filter(Objects::nonNull)
        .forEach(PartitionLane::uncommit); // An asynchronous commit may still fail.
    Map<TopicPartition, OffsetAndMetadata> offsets = committable(partitions);
    if (offsets.isEmpty()) {
      return;
    }
    try {
      consumer.commitSync(offsets, patience);
    } catch (KafkaException e) {
      metrics.count(Retry.COMMIT_FAILED);
      LOG.warn("Offsets are not committed, some frames will be encoded again: {}", e.toString());
    }
  }

  private Map<TopicPartition, OffsetAndMetadata> committable(
      Collection<TopicPartition> partitions) {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    for (TopicPartition partition : partitions) {
      PartitionLane lane = lanes.get(partition);
      Long offset = lane == null ? null : lane.takeCommittable();
      if (offset != null) {
        offsets.put(partition, new OffsetAndMetadata(offset));
      }
    }
    return offsets;
  }

  private void drop(Collection<TopicPartition> partitions) {
    for (TopicPartition partition : partitions) {
      PartitionLane lane = lanes.remove(partition);
      if (lane != null) {
        lane.close();
      }
    }
  }
}
