package io.afterimage.app.kafka;

import io.afterimage.contract.CameraId;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.jspecify.annotations.Nullable;

/**
 * What lies of a camera in the topics: counts it, deletes it, and tells how far it was read. Owns
 * an admin client; used by one thread.
 */
public final class CameraLog implements AutoCloseable {
  private final KafkaAccess access;
  private final AdminLink link;

  private CameraLog(KafkaAccess access, AdminLink link) {
    this.access = access;
    this.link = link;
  }

  /**
   * Connects to a cluster.
   *
   * @throws io.afterimage.app.AppException {@link io.afterimage.app.AppException.Code#KAFKA} if no
   *     broker answers in time, or the address is no good; so do the other methods
   */
  public static CameraLog connect(KafkaAccess access) {
    return new CameraLog(access, AdminLink.connect(access));
  }

  /** The topics of these that are there. */
  public Set<String> existing(Set<String> topics) {
    Set<String> all = new TreeSet<>(link.answer(link.admin().listTopics().names()));
    all.retainAll(topics);
    return all;
  }

  /** Reads the camera's partition of a topic, which must be there, from beginning to end. */
  public CameraRecords count(TopicPartition partition, CameraId camera) {
    CameraRecords.Count count = new CameraRecords.Count(camera.value());
    LogReader.read(access, partition, count::take);
    return count.of(partition, keepFor(partition.topic()));
  }

  /** Deletes a partition's records up to the camera's last one, whosever they are. */
  public void delete(CameraRecords records) {
    link.answer(
        link.admin()
            .deleteRecords(Map.of(records.partition(), RecordsToDelete.beforeOffset(records.end())))
            .all());
  }

  /** Whether a consumer group has done with the record at an offset. */
  public boolean isDone(String group, TopicPartition partition, long offset) {
    OffsetAndMetadata committed =
        link.answer(link.admin().listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
            .get(partition);
    return committed != null && committed.offset() > offset;
  }

  private @Nullable Duration keepFor(String topic) {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    Config config = link.answer(link.admin().describeConfigs(Set.of(resource)).all()).get(resource);
    ConfigEntry retention = config == null ? null : config.get(TopicConfig.RETENTION_MS_CONFIG);
    long ms = retention == null ? -1 : Long.parseLong(retention.value());
    return ms < 0 ? null : Duration.ofMillis(ms);
  }

  @Override
  public void close() {
    link.close();
  }
}
