package io.afterimage.bench.chaos.watch;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** What a group of consumers has still to read. Owns an admin client; thread-safe. */
public final class Backlog implements AutoCloseable {
  private static final Duration LOOK = Duration.ofMillis(250);

  private final Admin admin;

  /** Connects. */
  public Backlog(Map<String, Object> client) {
    admin = Admin.create(client);
  }

  /**
   * Waits until a group has read a topic to its end.
   *
   * @param behind how many offsets of each partition may be left: those of transaction markers
   * @return nothing left, or what is left of each partition when time was up
   */
  public Map<TopicPartition, Long> awaitRead(
      String group, String topic, Map<TopicPartition, Long> behind, Duration patience)
      throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      Map<TopicPartition, Long> left = left(group, topic, behind);
      if (left.isEmpty() || System.nanoTime() > deadline) {
        return left;
      }
      Thread.sleep(LOOK.toMillis());
    }
  }

  /**
   * Waits until no transaction is open in topics, so that what is committed is all there is.
   *
   * @return nothing, or the partitions with an open transaction when time was up
   */
  public Set<TopicPartition> awaitDecided(List<String> topics, Duration patience)
      throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      Set<TopicPartition> open = undecided(topics);
      if (open.isEmpty() || System.nanoTime() > deadline) {
        return open;
      }
      Thread.sleep(LOOK.toMillis());
    }
  }

  /** The end of each partition of topics. */
  public Map<TopicPartition, Long> ends(List<String> topics, IsolationLevel level)
      throws InterruptedException {
    try {
      Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
      admin.describeTopics(topics).allTopicNames().get().values().stream()
          .flatMap(
              topic ->
                  topic.partitions().stream()
                      .map(p -> new TopicPartition(topic.name(), p.partition())))
          .forEach(p -> asked.put(p, OffsetSpec.latest()));
      Map<TopicPartition, ListOffsetsResultInfo> found =
          admin.listOffsets(asked, new ListOffsetsOptions(level)).all().get();
      return found.entrySet().stream()
          .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().offset()));
    } catch (ExecutionException e) {
      throw new IllegalStateException("the brokers do not tell the ends of " + topics, e);
    }
  }

  /** The topics whose names begin and end so. */
  public List<String> topics(String beginning, String ending) throws InterruptedException {
    try {
      return admin.listTopics().names().get().stream()
          .filter(name -> name.startsWith(beginning) && name.endsWith(ending))
          .sorted()
          .toList();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the brokers do not list their topics", e);
    }
  }

  @Override
  public void close() {
    admin.close();
  }

  private Map<TopicPartition, Long> left(
      String group, String topic, Map<TopicPartition, Long> behind) throws InterruptedException {
    Map<TopicPartition, OffsetAndMetadata> committed;
    try {
      committed = admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
    } catch (ExecutionException e) {
      committed = Map.of();
    }
    Map<TopicPartition, Long> left = new HashMap<>();
    for (var end : ends(List.of(topic), IsolationLevel.READ_UNCOMMITTED).entrySet()) {
      OffsetAndMetadata offset = committed.get(end.getKey());
      long lag = end.getValue() - (offset == null ? 0 : offset.offset());
      if (lag > behind.getOrDefault(end.getKey(), 0L)) {
        left.put(end.getKey(), lag);
      }
    }
    return left;
  }

  private Set<TopicPartition> undecided(List<String> topics) throws InterruptedException {
    Map<TopicPartition, Long> written = ends(topics, IsolationLevel.READ_UNCOMMITTED);
    Map<TopicPartition, Long> decided = ends(topics, IsolationLevel.READ_COMMITTED);
    return written.keySet().stream()
        .filter(p -> !Objects.equals(written.get(p), decided.get(p)))
        .collect(Collectors.toSet());
  }
}
