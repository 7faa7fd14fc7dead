package io.afterimage.app.replay;

import io.afterimage.app.AppException;
import io.afterimage.app.AppException.Code;
import io.afterimage.app.config.AfterimageConfig.TopicSettings;
import io.afterimage.app.kafka.TopicAdmin;
import io.afterimage.app.kafka.TopicRemoval;
import io.afterimage.contract.Topics;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** The topics of one replay, those of its memories among them. For one thread at a time. */
final class ReplayTopics {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(50);
  private static final Duration GONE_WITHIN = Duration.ofSeconds(30);

  private final TopicAdmin admin;
  private final TopicRemoval removal;
  private final Topics names;

  /**
   * @param admin the connection, which stays the caller's
   * @param names the replay's topics
   */
  ReplayTopics(TopicAdmin admin, Topics names) {
    this.admin = admin;
    this.names = names;
    removal = new TopicRemoval(admin);
  }

  /**
   * Sees to it that no earlier replay has these topics.
   *
   * @param replace whether an earlier replay is removed
   * @throws AppException {@link Code#CONFIG} if there is one and it stays, {@link Code#KAFKA} if it
   *     does not go
   */
  void requireFree(boolean replace) {
    Set<String> found = removal.topics(this::isMine);
    if (found.isEmpty()) {
      return;
    }
    if (!replace) {
      throw new AppException(
          Code.CONFIG,
          "a replay into %s is there already: name another one with --into, or remove that one with --replace"
              .formatted(names.prefix()));
    }
    drop(Keep.NONE);
    long deadline = System.nanoTime() + GONE_WITHIN.toNanos();
    while (!removal.topics(this::isMine).isEmpty()) {
      if (System.nanoTime() > deadline) {
        throw new AppException(
            Code.KAFKA,
            "the topics of %s were removed but are still there after %d s: try again later"
                .formatted(names.prefix(), GONE_WITHIN.toSeconds()));
      }
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    }
  }

  /**
   * Creates them. What is read keeps its records' times, which are old, so nothing there is removed
   * by age; what is told counts its age from when it is written.
   *
   * @throws AppException {@link Code#KAFKA} if the cluster refuses
   */
  void create(TopicSettings settings) {
    admin.prepare(settings);
    admin.configure(Keep.events(names), Map.of("message.timestamp.type", "LogAppendTime"));
  }

  /**
   * Removes what need not stay.
   *
   * @throws AppException {@link Code#KAFKA} if the cluster refuses
   */
  void drop(Keep keep) {
    removal.remove(removal.topics(topic -> isMine(topic) && !keep.keeps(topic, names)));
    if (keep != Keep.ALL) {
      removal.removeGroups(this::isMyGroup);
    }
  }

  private boolean isMine(String topic) {
    return names.all().contains(topic) || (isMyGroup(topic) && topic.endsWith("-changelog"));
  }

  private boolean isMyGroup(String group) {
    return group.startsWith(names.prefix() + "-");
  }
}
