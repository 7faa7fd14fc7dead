package io.afterimage.app.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.afterimage.app.replay.diff.Copied;
import io.afterimage.app.replay.diff.Coverage;
import io.afterimage.contract.CameraId;
import io.afterimage.contract.ContractException;
import io.afterimage.contract.ErrorCode;
import io.afterimage.contract.Marker;
import io.afterimage.contract.StreamRecord;
import io.afterimage.contract.feature.Feature;
import io.afterimage.contract.feature.FeatureCodec;
import io.afterimage.contract.frame.Frame;
import io.afterimage.contract.frame.FrameCodec;
import io.afterimage.inference.pack.Manifest;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Notes what is copied. For one thread at a time. */
final class CopyTally {
  private final Recorded of;
  private final Manifest manifest;
  private final Set<TopicPartition> whole;
  private final Coverage coverage = new Coverage();
  private final Map<TopicPartition, Long> firsts = new HashMap<>();
  private long lastMs;
  private long records;
  private long bytes;
  private long used;
  private long unused;
  private long markers;
  private long unreadable;

  /**
   * @param of what is copied
   * @param manifest of the pack that is to read it
   * @param whole the partitions that are copied from their very first record
   */
  CopyTally(Recorded of, Manifest manifest, Set<TopicPartition> whole) {
    this.of = of;
    this.manifest = manifest;
    this.whole = whole;
  }

  /** Notes a record and tells how many there are now. */
  long add(ConsumerRecord<byte[], byte[]> record) {
    TopicPartition partition = new TopicPartition(record.topic(), record.partition());
    records++;
    bytes += Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
    firsts.merge(partition, record.timestamp(), Math::min);
    lastMs = Math.max(lastMs, record.timestamp());
    try {
      String camera = new CameraId(camera(record.key())).value();
      StreamRecord content = read(record);
      if (content instanceof Marker) {
        markers++;
      } else if (isForThePack(content)) {
        used++;
      } else {
        unused++;
        return records;
      }
      coverage.add(camera, content, whole.contains(partition));
    } catch (ContractException e) {
      unreadable++;
    }
    return records;
  }

  /** The key as text; a camera's id if it is one. */
  static String camera(byte @Nullable [] key) {
    return key == null ? "" : new String(key, UTF_8);
  }

  private StreamRecord read(ConsumerRecord<byte[], byte[]> record) {
    if (of == Recorded.FRAMES) {
      return FrameCodec.read(record.headers(), record.value());
    }
    if (record.value() == null) {
      throw new ContractException(ErrorCode.BAD_LENGTH, "feature record without a value");
    }
    return FeatureCodec.read(record.value());
  }

  private boolean isForThePack(StreamRecord content) {
    return content instanceof Feature feature
        ? feature.encoder().equals(manifest.encoder().sha256().toLowerCase(Locale.ROOT))
        : content instanceof Frame frame && frame.input().equals(manifest.input());
  }

  /** Which stretch of each camera's epochs it is. */
  Coverage coverage() {
    return coverage;
  }

  /** When the first record of some partitions was written; null if there is none. */
  @Nullable Instant first(Set<TopicPartition> partitions) {
    return firsts.entrySet().stream()
        .filter(entry -> partitions.contains(entry.getKey()))
        .map(Map.Entry::getValue)
        .min(Long::compare)
        .map(Instant::ofEpochMilli)
        .orElse(null);
  }

  /** Whether nothing is copied. */
  boolean isEmpty() {
    return records == 0;
  }

  /**
   * All of it.
   *
   * @throws IllegalStateException if it is empty
   */
  Copied copied() {
    Instant begin = first(firsts.keySet());
    if (begin == null) {
      throw new IllegalStateException("nothing is copied");
    }
    return new Copied(
        records,
        bytes,
        used,
        unused,
        markers,
        unreadable,
        begin,
        Instant.ofEpochMilli(lastMs),
        coverage.spans());
  }
}
