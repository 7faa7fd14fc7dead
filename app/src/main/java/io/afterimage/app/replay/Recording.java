package io.afterimage.app.replay;

import io.afterimage.app.AppException;
import io.afterimage.app.AppException.Code;
import io.afterimage.app.kafka.LogOffsets;
import io.afterimage.app.kafka.StretchReader.Stretch;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Where in a topic's partitions the replayed records lie. Immutable.
 *
 * @param topic the topic
 * @param partitions how many it has
 * @param stretches the partitions that have any, with what is to be read
 * @param whole those of which nothing was ever removed, if they are read from their beginning
 * @param trimmed those that begin later than once, if they are read from their beginning
 */
record Recording(
    String topic,
    int partitions,
    Map<TopicPartition, Stretch> stretches,
    Set<TopicPartition> whole,
    Set<TopicPartition> trimmed) {
  Recording {
    stretches = Map.copyOf(stretches);
    whole = Set.copyOf(whole);
    trimmed = Set.copyOf(trimmed);
  }

  /**
   * Looks them up by the records' times.
   *
   * @param from the first record's time; null: the first that is still there
   * @param to the time that the records come before; null: all that are there now
   * @throws AppException {@link Code#CONFIG} if there is nothing to replay, {@link Code#KAFKA} if
   *     the cluster does not answer
   */
  static Recording find(
      LogOffsets logs, String topic, @Nullable Instant from, @Nullable Instant to) {
    List<TopicPartition> partitions = logs.partitions(topic);
    Map<TopicPartition, Long> ends = logs.at(partitions, OffsetSpec.latest());
    Map<TopicPartition, Long> begins = logs.at(partitions, OffsetSpec.earliest());
    Map<TopicPartition, Long> froms = from == null ? begins : at(logs, partitions, from, ends);
    Map<TopicPartition, Long> tos = to == null ? ends : at(logs, partitions, to, ends);
    Map<TopicPartition, Stretch> stretches = new HashMap<>();
    Set<TopicPartition> whole = new HashSet<>();
    Set<TopicPartition> trimmed = new HashSet<>();
    for (TopicPartition partition : partitions) {
      long begin = begins.getOrDefault(partition, 0L);
      Stretch stretch =
          new Stretch(
              Math.max(begin, froms.getOrDefault(partition, begin)),
              tos.getOrDefault(partition, begin));
      if (stretch.length() > 0) {
        stretches.put(partition, stretch);
        if (stretch.from() == begin) {
          (begin == 0 ? whole : trimmed).add(partition);
        }
      }
    }
    if (stretches.isEmpty()) {
      throw nothing(topic, from, to);
    }
    return new Recording(topic, partitions.size(), stretches, whole, trimmed);
  }

  /** The first offsets of a time; a log that is older altogether ends before it. */
  private static Map<TopicPartition, Long> at(
      LogOffsets logs,
      List<TopicPartition> partitions,
      Instant time,
      Map<TopicPartition, Long> ends) {
    Map<TopicPartition, Long> offsets =
        logs.at(partitions, OffsetSpec.forTimestamp(Math.max(0, time.toEpochMilli())));
    offsets.replaceAll(
        (partition, offset) -> offset < 0 ? ends.getOrDefault(partition, 0L) : offset);
    return offsets;
  }

  private static AppException nothing(String topic, @Nullable Instant from, @Nullable Instant to) {
    String range = (from == null ? "" : " from " + from) + (to == null ? "" : " before " + to);
    return new AppException(
        Code.CONFIG,
        "topic %s holds no records%s: frames and features are kept for as long as topics.frames.keep_for and topics.features.keep_for say; let them be kept longer, or name another time"
            .formatted(topic, range));
  }

  /** How many offsets there are to read. */
  long length() {
    return stretches.values().stream().mapToLong(Stretch::length).sum();
  }
}
