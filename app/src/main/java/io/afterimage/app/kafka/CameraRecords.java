package io.afterimage.app.kafka;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What of a camera lies in its partition of a topic. Immutable.
 *
 * @param partition the partition
 * @param count the camera's records
 * @param end the offset behind the last of them; 0: there is none
 * @param newest the time of the newest of them; null: there is none
 * @param others records of other cameras before {@code end}, by camera; "" stands for records
 *     without a key
 * @param keepFor how long the topic keeps a record at least, unless it grows too large; null: for
 *     ever
 */
public record CameraRecords(
    TopicPartition partition,
    long count,
    long end,
    @Nullable Instant newest,
    Map<String, Long> others,
    @Nullable Duration keepFor) {
  /** Copies the map, in the cameras' order. */
  public CameraRecords {
    others = Collections.unmodifiableMap(new TreeMap<>(others));
  }

  /** Until when the newest is kept by its age; null: for ever, or there is none. */
  public @Nullable Instant until() {
    return newest == null || keepFor == null ? null : newest.plus(keepFor);
  }

  /** Counts a partition's records one by one, in their order. Used by one thread. */
  static final class Count {
    private final String camera;
    private final Map<String, Long> before = new TreeMap<>();
    private final Map<String, Long> since = new TreeMap<>();
    private long count;
    private long end;
    private long newestMs;

    Count(String camera) {
      this.camera = camera;
    }

    void take(ConsumerRecord<String, byte[]> record) {
      if (!camera.equals(record.key())) {
        since.merge(record.key() == null ? "" : record.key(), 1L, Long::sum);
        return;
      }
      since.forEach((other, records) -> before.merge(other, records, Long::sum));
      since.clear();
      count++;
      end = record.offset() + 1;
      newestMs = Math.max(newestMs, record.timestamp());
    }

    CameraRecords of(TopicPartition partition, @Nullable Duration keepFor) {
      Instant newest = count == 0 ? null : Instant.ofEpochMilli(newestMs);
      return new CameraRecords(partition, count, end, newest, before, keepFor);
    }
  }
}
