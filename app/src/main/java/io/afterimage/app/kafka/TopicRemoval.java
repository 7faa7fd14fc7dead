package io.afterimage.app.kafka;

import io.afterimage.app.AppException;
import io.afterimage.app.AppException.Code;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes topics, with the offsets of those who read them. Thread-safe. */
public final class TopicRemoval {
  private static final Logger LOG = LoggerFactory.getLogger(TopicRemoval.class);

  private final AdminLink link;

  /**
   * @param admin the connection, which stays the caller's
   */
  public TopicRemoval(TopicAdmin admin) {
    link = admin.link();
  }

  /**
   * The names of the topics that there are.
   *
   * @throws AppException {@link Code#KAFKA} if the cluster does not answer
   */
  public Set<String> topics(Predicate<String> which) {
    Set<String> found = new TreeSet<>(link.answer(link.admin().listTopics().names()));
    found.removeIf(which.negate());
    return found;
  }

  /**
   * Removes topics; those that are gone already do not matter.
   *
   * @throws AppException {@link Code#KAFKA} if the cluster refuses or does not answer
   */
  public void remove(Collection<String> topics) {
    link.admin()
        .deleteTopics(topics)
        .topicNameValues()
        .values()
        .forEach(
            gone -> {
              try {
                link.answer(gone);
              } catch (AppException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                  throw e;
                }
              }
            });
  }

  /**
   * Removes the committed offsets of groups. A group that a member is still about to leave keeps
   * its name, which is logged and does no harm: without their topics its offsets mean nothing.
   *
   * @throws AppException {@link Code#KAFKA} if the cluster refuses or does not answer
   */
  public void removeGroups(Predicate<String> which) {
    List<String> groups =
        link.answer(link.admin().listGroups().all()).stream()
            .map(GroupListing::groupId)
            .filter(which)
            .toList();
    link.admin()
        .deleteConsumerGroups(groups)
        .deletedGroups()
        .forEach(
            (group, gone) -> {
              try {
                link.answer(gone);
              } catch (AppException e) {
                if (e.getCause() instanceof GroupNotEmptyException) {
                  LOG.info("Group {} still has a member and is left to expire", group);
                } else if (!(e.getCause() instanceof GroupIdNotFoundException)) {
                  throw e;
                }
              }
            });
  }
}
