package io.afterimage.ingest.credit;

import io.afterimage.contract.Topics;
import io.afterimage.ingest.CreditSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks Kafka where the stages are, ten times a second at most and only while readers use their
 * credit up. Owns one thread and one admin client.
 */
public final class CreditPoller implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CreditPoller.class);
  private static final long PERIOD_MS = 100;
  private static final long AFTER_FAILURE_MS = 1_000;

  private final Credits credits;
  private final CreditSettings settings;
  private final Topics topics;
  private final Admin admin;
  private final Thread thread;
  private boolean failing;

  /**
   * @param admin now this object's, which closes it
   */
  public CreditPoller(Credits credits, CreditSettings settings, Topics topics, Admin admin) {
    this.credits = credits;
    this.settings = settings;
    this.topics = topics;
    this.admin = admin;
    this.thread = new Thread(this::run, "afterimage-ingest-credits");
    thread.setDaemon(true);
  }

  /** Begins to ask. */
  public void start() {
    thread.start();
  }

  @Override
  public void close() {
    thread.interrupt();
    admin.close(Duration.ZERO);
  }

  private void run() {
    try {
      while (true) {
        poll(credits.awaitDemand());
        Thread.sleep(failing ? AFTER_FAILURE_MS : PERIOD_MS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void poll(Set<Integer> partitions) throws InterruptedException {
    try {
      Map<TopicPartition, Long> committed = committed(partitions);
      Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
      for (TopicPartition partition : both(partitions)) {
        asked.put(partition, OffsetSpec.latest());
      }
      Map<TopicPartition, Long> ends = offsets(asked);
      for (int number : partitions) {
        TopicPartition frames = new TopicPartition(topics.frames(), number);
        TopicPartition features = new TopicPartition(topics.features(), number);
        credits.update(
            number,
            new Credits.Progress(
                ends.getOrDefault(frames, 0L),
                committed.getOrDefault(frames, 0L),
                ends.getOrDefault(features, 0L),
                committed.getOrDefault(features, 0L)));
      }
      failing = false;
    } catch (ExecutionException | KafkaException e) {
      if (!failing) {
        LOG.warn(
            "Kafka does not tell where groups {} and {} are ({}): files wait until it does",
            settings.inferenceGroup(),
            settings.topologyGroup(),
            e.getCause() == null ? e : e.getCause());
      }
      failing = true;
    }
  }

  /** A group that has committed nothing will start at the beginning of the log. */
  private Map<TopicPartition, Long> committed(Set<Integer> partitions)
      throws InterruptedException, ExecutionException {
    Map<TopicPartition, Long> committed = new HashMap<>();
    for (Map.Entry<String, String> group :
        Map.of(
                settings.inferenceGroup(), topics.frames(),
                settings.topologyGroup(), topics.features())
            .entrySet()) {
      Set<TopicPartition> asked = new HashSet<>();
      partitions.forEach(number -> asked.add(new TopicPartition(group.getValue(), number)));
      Map<TopicPartition, OffsetAndMetadata> answer =
          admin
              .listConsumerGroupOffsets(
                  Map.of(group.getKey(), new ListConsumerGroupOffsetsSpec().topicPartitions(asked)))
              .partitionsToOffsetAndMetadata(group.getKey())
              .get();
      answer.forEach(
          (partition, offset) -> {
            if (offset != null) {
              committed.put(partition, offset.offset());
            }
          });
    }
    Map<TopicPartition, OffsetSpec> missing = new HashMap<>();
    for (TopicPartition partition : both(partitions)) {
      if (!committed.containsKey(partition)) {
        missing.put(partition, OffsetSpec.earliest());
      }
    }
    committed.putAll(offsets(missing));
    return committed;
  }

  private Map<TopicPartition, Long> offsets(Map<TopicPartition, OffsetSpec> asked)
      throws InterruptedException, ExecutionException {
    Map<TopicPartition, Long> offsets = new HashMap<>();
    if (!asked.isEmpty()) {
      admin
          .listOffsets(asked)
          .all()
          .get()
          .forEach((partition, found) -> offsets.put(partition, found.offset()));
    }
    return offsets;
  }

  private Set<TopicPartition> both(Set<Integer> partitions) {
    Set<TopicPartition> all = new HashSet<>();
    for (int number : partitions) {
      all.add(new TopicPartition(topics.frames(), number));
      all.add(new TopicPartition(topics.features(), number));
    }
    return all;
  }
}
