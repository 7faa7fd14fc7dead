package io.afterimage.bench.chaos.watch;

import io.afterimage.bench.chaos.compare.LogReader;
import io.afterimage.contract.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/**
 * Waits for a pipeline to have done all that there is to do, once no more frames come. Used by one
 * thread.
 */
public final class Ending implements AutoCloseable {
  private static final String CHANGELOG = "-changelog";
  private static final String LAST_CAPTIONS = "-last-captions" + CHANGELOG;

  private final Topics topics;
  private final Duration patience;
  private final LogReader reader;
  private final Backlog backlog;

  /**
   * Connects.
   *
   * @param patience for each stage
   */
  public Ending(Map<String, Object> client, Topics topics, Duration patience) {
    this.topics = topics;
    this.patience = patience;
    reader = new LogReader(client);
    backlog = new Backlog(client);
  }

  /**
   * Waits until each stage has read its topic to the end, and every transaction is decided.
   *
   * @throws IllegalStateException with what is left, if a stage takes too long
   */
  public void await() throws InterruptedException {
    read(topics.prefix() + "-inference", topics.frames(), Map.of());
    read(topics.prefix() + "-topology", topics.features(), Map.of());
    decided(List.of(topics.captionRequests()));
    for (String group : captioningGroups()) {
      read(group, topics.captionRequests(), markers(topics.captionRequests()));
    }
    List<String> all = new ArrayList<>(changelogs());
    all.addAll(
        List.of(topics.actions(), topics.captions(), topics.attention(), topics.predictions()));
    decided(all);
  }

  /** How many frames and markers there are in the log. */
  public long frames() throws InterruptedException {
    return backlog.ends(List.of(topics.frames()), IsolationLevel.READ_COMMITTED).values().stream()
        .mapToLong(Long::longValue)
        .sum();
  }

  /** The changelogs of the pipeline's stores. */
  public List<String> changelogs() throws InterruptedException {
    return backlog.topics(topics.prefix() + "-", CHANGELOG);
  }

  @Override
  public void close() {
    backlog.close();
  }

  private List<String> captioningGroups() throws InterruptedException {
    return backlog.topics(topics.prefix() + "-captioning-", LAST_CAPTIONS).stream()
        .map(name -> name.substring(0, name.length() - LAST_CAPTIONS.length()))
        .toList();
  }

  /** What of each partition's end is no record that is committed. */
  private Map<TopicPartition, Long> markers(String topic) throws InterruptedException {
    Map<TopicPartition, Long> after = reader.read(topic, record -> {});
    Map<TopicPartition, Long> markers = new HashMap<>();
    backlog
        .ends(List.of(topic), IsolationLevel.READ_UNCOMMITTED)
        .forEach((p, end) -> markers.put(p, end - after.getOrDefault(p, 0L)));
    return markers;
  }

  private void read(String group, String topic, Map<TopicPartition, Long> behind)
      throws InterruptedException {
    Map<TopicPartition, Long> left = backlog.awaitRead(group, topic, behind, patience);
    if (!left.isEmpty()) {
      throw new IllegalStateException(
          "%s has not read %s to its end within %s: %s".formatted(group, topic, patience, left));
    }
  }

  private void decided(List<String> which) throws InterruptedException {
    var open = backlog.awaitDecided(which, patience);
    if (!open.isEmpty()) {
      throw new IllegalStateException(
          "transactions are still open after %s in %s".formatted(patience, open));
    }
  }
}
