package io.afterimage.app.kafka;

import io.afterimage.app.AppException;
import io.afterimage.app.AppException.Code;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/** Where logs begin and end, and how far groups have read them. Thread-safe. */
public final class LogOffsets {
  private final AdminLink link;

  /**
   * @param admin the connection, which stays the caller's
   */
  public LogOffsets(TopicAdmin admin) {
    link = admin.link();
  }

  /**
   * The partitions of a topic, in order.
   *
   * @throws AppException {@link Code#KAFKA} if there is no such topic, or the cluster does not
   *     answer
   */
  public List<TopicPartition> partitions(String topic) {
    TopicDescription found =
        link.answer(link.admin().describeTopics(Set.of(topic)).allTopicNames()).get(topic);
    List<TopicPartition> partitions = new ArrayList<>();
    for (int partition = 0; found != null && partition < found.partitions().size(); partition++) {
      partitions.add(new TopicPartition(topic, partition));
    }
    return partitions;
  }

  /**
   * An offset of each partition: the first or the next one, or the first one of a time, which is -1
   * where no record is so late.
   *
   * @throws AppException {@link Code#KAFKA} if the cluster does not answer
   */
  public Map<TopicPartition, Long> at(List<TopicPartition> partitions, OffsetSpec spec) {
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    partitions.forEach(partition -> asked.put(partition, spec));
    Map<TopicPartition, Long> offsets = new HashMap<>();
    link.answer(link.admin().listOffsets(asked).all())
        .forEach((partition, found) -> offsets.put(partition, found.offset()));
    return offsets;
  }

  /**
   * What a group has committed; nothing if there is no such group yet.
   *
   * @throws AppException {@link Code#KAFKA} if the cluster does not answer
   */
  public Map<TopicPartition, Long> committed(String group) {
    Map<TopicPartition, Long> offsets = new HashMap<>();
    try {
      link.answer(link.admin().listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata(group))
          .forEach(
              (partition, found) -> {
                if (found != null) {
                  offsets.put(partition, found.offset());
                }
              });
    } catch (AppException e) {
      if (!(e.getCause() instanceof GroupIdNotFoundException)) {
        throw e;
      }
    }
    return offsets;
  }
}
