package io.afterimage.app.kafka;

import io.afterimage.app.AppException;
import io.afterimage.app.AppException.Code;
import io.afterimage.app.config.AfterimageConfig.TopicSettings;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that the topics are there and fit each other. Owns an admin client; thread-safe but
 * for {@link #close()}.
 */
public final class TopicAdmin implements AutoCloseable {
  private static final Duration RETRY_AFTER = Duration.ofMillis(50);

  private final AdminLink link;
  private final Admin admin;

  private TopicAdmin(AdminLink link) {
    this.link = link;
    admin = link.admin();
  }

  /**
   * Connects to a cluster.
   *
   * @param access where it is, how long to wait, and security
   * @throws AppException {@link Code#KAFKA} if no broker answers in time, or the address or a
   *     security property is no good
   */
  public static TopicAdmin connect(KafkaAccess access) {
    return new TopicAdmin(AdminLink.connect(access));
  }

  /**
   * Creates the topics that are missing and checks the partition counts of the others, or goes by
   * them if none is set; which other settings an existing topic has is its owner's choice.
   *
   * @throws AppException {@link Code#KAFKA} if a topic has another partition count, or the cluster
   *     refuses to create one
   */
  public void prepare(TopicSettings settings) {
    Map<String, TopicDescription> found = new LinkedHashMap<>();
    for (String name : settings.names().all()) {
      TopicDescription topic = find(name);
      if (topic != null) {
        found.put(name, topic);
      }
    }
    int partitions = partitions(settings, found.values());
    found.values().forEach(topic -> checkPartitions(topic, partitions));
    List<NewTopic> wanted = new TopicPlan(settings, partitions).topics();
    admin
        .createTopics(wanted.stream().filter(topic -> !found.containsKey(topic.name())).toList())
        .values()
        .forEach((name, created) -> created(name, created, partitions));
    awaitLeaders(wanted);
  }

  private static int partitions(TopicSettings settings, Collection<TopicDescription> found) {
    if (settings.partitions() > 0) {
      return settings.partitions();
    }
    return found.stream().mapToInt(topic -> topic.partitions().size()).max().orElse(1);
  }

  /**
   * Waits until every partition has a leader that answers: one that is not yet led may refuse a
   * producer's first request and take its second.
   */
  private void awaitLeaders(List<NewTopic> topics) {
    Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
    for (NewTopic topic : topics) {
      for (int partition = 0; partition < topic.numPartitions(); partition++) {
        ends.put(new TopicPartition(topic.name(), partition), OffsetSpec.latest());
      }
    }
    long deadline = System.nanoTime() + link.patience().toNanos();
    while (true) {
      try {
        link.answer(admin.listOffsets(ends).all());
        return;
      } catch (AppException e) {
        // A broker that has not heard of a new topic yet refuses at once.
        if (!(e.getCause() instanceof RetriableException) || System.nanoTime() > deadline) {
          throw e;
        }
        LockSupport.parkNanos(RETRY_AFTER.toNanos());
      }
    }
  }

  /**
   * Sets something of topics.
   *
   * @param topics the topics
   * @param config Kafka's names and values
   * @throws AppException {@link Code#KAFKA} if the cluster refuses
   */
  public void configure(Collection<String> topics, Map<String, String> config) {
    List<AlterConfigOp> changes =
        config.entrySet().stream()
            .map(entry -> new ConfigEntry(entry.getKey(), entry.getValue()))
            .map(entry -> new AlterConfigOp(entry, AlterConfigOp.OpType.SET))
            .toList();
    Map<ConfigResource, Collection<AlterConfigOp>> asked = new HashMap<>();
    topics.forEach(
        topic -> asked.put(new ConfigResource(ConfigResource.Type.TOPIC, topic), changes));
    link.answer(admin.incrementalAlterConfigs(asked).all());
  }

  /** Whether a topic of that name is there. */
  public boolean exists(String topic) {
    return find(topic) != null;
  }

  /** The connection, for what else is asked of the cluster. */
  AdminLink link() {
    return link;
  }

  @Override
  public void close() {
    link.close();
  }

  private void created(String name, KafkaFuture<Void> created, int partitions) {
    try {
      link.answer(created);
    } catch (AppException e) {
      TopicDescription other = e.getCause() instanceof TopicExistsException ? find(name) : null;
      if (other == null) {
        throw e;
      }
      checkPartitions(other, partitions); // Another process was faster.
    }
  }

  private @Nullable TopicDescription find(String topic) {
    try {
      return link.answer(admin.describeTopics(Set.of(topic)).allTopicNames()).get(topic);
    } catch (AppException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return null;
      }
      throw e;
    }
  }

  private static void checkPartitions(TopicDescription topic, int wanted) {
    int found = topic.partitions().size();
    if (found != wanted) {
      throw new AppException(
          Code.KAFKA,
          "topic %s has %d partitions but %d are wanted: if all have %d, set topics.partitions to %d; else use other topics with another topics.prefix"
              .formatted(topic.name(), found, wanted, found, found));
    }
  }
}
