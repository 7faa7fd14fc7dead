package io.afterimage.app.kafka;

import io.afterimage.app.AppException;
import io.afterimage.app.AppException.Code;
import io.afterimage.app.config.AfterimageConfig.TopicSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
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

  private final Admin admin;
  private final String bootstrap;
  private final Duration patience;

  private TopicAdmin(Admin admin, String bootstrap, Duration patience) {
    this.admin = admin;
    this.bootstrap = bootstrap;
    this.patience = patience;
  }

  /**
   * Connects to a cluster.
   *
   * @param access where it is, how long to wait, and security
   * @throws AppException {@link Code#KAFKA} if no broker answers in time, or the address or a
   *     security property is no good
   */
  public static TopicAdmin connect(KafkaAccess access) {
    String bootstrap = access.bootstrap();
    int patience = Math.toIntExact(access.connectTimeout().toMillis());
    Map<String, Object> settings = new HashMap<>(access.properties());
    settings.put("client.id", "afterimage-admin");
    settings.put("default.api.timeout.ms", patience);
    settings.put("request.timeout.ms", patience);
    Admin admin;
    try {
      admin = Admin.create(settings);
    } catch (KafkaException e) {
      throw new AppException(
          Code.KAFKA, "cannot connect to Kafka at %s: %s".formatted(bootstrap, innermost(e)), e);
    }
    TopicAdmin topics = new TopicAdmin(admin, bootstrap, access.connectTimeout());
    try {
      topics.answer(admin.describeCluster().nodes());
      return topics;
    } catch (RuntimeException e) {
      topics.close();
      throw e;
    }
  }

  /**
   * Creates the topics that are missing and checks the partition counts of the others; which other
   * settings an existing topic has is its owner's choice.
   *
   * @throws AppException {@link Code#KAFKA} if a topic has another partition count, or the cluster
   *     refuses to create one
   */
  public void prepare(TopicSettings settings) {
    List<NewTopic> wanted = new TopicPlan(settings).topics();
    List<NewTopic> missing = new ArrayList<>();
    for (NewTopic topic : wanted) {
      TopicDescription found = find(topic.name());
      if (found == null) {
        missing.add(topic);
      } else {
        checkPartitions(found, settings.partitions());
      }
    }
    admin
        .createTopics(missing)
        .values()
        .forEach((name, created) -> created(name, created, settings.partitions()));
    awaitLeaders(wanted);
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
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      try {
        answer(admin.listOffsets(ends).all());
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

  /** Whether a topic of that name is there. */
  public boolean exists(String topic) {
    return find(topic) != null;
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(1));
  }

  private void created(String name, KafkaFuture<Void> created, int partitions) {
    try {
      answer(created);
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
      return answer(admin.describeTopics(Set.of(topic)).allTopicNames()).get(topic);
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
          "topic %s has %d partitions but topics.partitions is %d: set topics.partitions to %d, or use other topics with another topics.prefix"
              .formatted(topic.name(), found, wanted, found));
    }
  }

  private <T> T answer(KafkaFuture<T> future) {
    try {
      return future.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AppException(Code.KAFKA, "interrupted while Kafka was asked", e);
    } catch (TimeoutException e) {
      throw silent(e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      if (cause instanceof org.apache.kafka.common.errors.TimeoutException) {
        throw silent(cause);
      }
      throw new AppException(
          Code.KAFKA, "Kafka at %s refuses: %s".formatted(bootstrap, cause.getMessage()), cause);
    }
  }

  private AppException silent(Throwable cause) {
    return new AppException(
        Code.KAFKA,
        "no Kafka broker answered at %s within %d s: check the address, and that the broker runs"
            .formatted(bootstrap, patience.toSeconds()),
        cause);
  }

  private static String innermost(Throwable error) {
    Throwable cause = error;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage());
  }
}
