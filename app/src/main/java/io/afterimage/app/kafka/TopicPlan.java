package io.afterimage.app.kafka;

import io.afterimage.app.config.AfterimageConfig.Retention;
import io.afterimage.app.config.AfterimageConfig.TopicSettings;
import io.afterimage.contract.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * Which topics there shall be and how each keeps its records. Pictures are not compressed again;
 * the rest is, with the codec that costs least. Segments are a fraction of what is kept, since
 * Kafka removes whole segments. Immutable.
 */
final class TopicPlan {
  private static final long MAX_SEGMENT = 16L << 20;
  private static final long MIN_SEGMENT = 1L << 20;

  /** With so many copies of a partition, two of them can be asked for. */
  private static final int SAFE_COPIES = 3;

  private static final long JSON_RECORD = 1L << 20;

  private final TopicSettings settings;
  private final int partitions;

  /**
   * @param partitions of each topic
   */
  TopicPlan(TopicSettings settings, int partitions) {
    this.settings = settings;
    this.partitions = partitions;
  }

  /** Every topic. */
  List<NewTopic> topics() {
    Topics names = settings.names();
    long largest = settings.maxRecord().bytes();
    return List.of(
        topic(names.frames(), settings.frames(), largest, "uncompressed"),
        topic(names.previews(), settings.previews(), largest, "uncompressed"),
        topic(names.features(), settings.features(), largest, "producer"),
        topic(names.actions(), settings.actions(), JSON_RECORD, "lz4"),
        topic(names.captionAsks(), settings.captionAsks(), JSON_RECORD, "lz4"),
        topic(names.commands(), settings.commands(), JSON_RECORD, "lz4"),
        topic(names.captionRequests(), settings.captionRequests(), largest, "producer"),
        topic(names.captions(), settings.captions(), JSON_RECORD, "lz4"),
        topic(names.attention(), settings.attention(), JSON_RECORD, "lz4"),
        topic(names.predictions(), settings.predictions(), JSON_RECORD, "lz4"),
        topic(names.truth(), settings.truth(), JSON_RECORD, "lz4"),
        topic(names.deadLetters(), settings.deadLetters(), JSON_RECORD, "lz4"),
        compacted(names.cameraStatus()),
        compacted(names.epochs()),
        instances(names.instances()));
  }

  private NewTopic topic(String name, Retention kept, long largestRecord, String compression) {
    Map<String, String> config = new HashMap<>();
    config.put("cleanup.policy", "delete");
    config.put("retention.ms", Long.toString(kept.keepFor().toMillis()));
    config.put("retention.bytes", Long.toString(kept.keepBytes().bytes()));
    config.put("segment.bytes", Long.toString(segment(kept.keepBytes().bytes(), largestRecord)));
    // A quiet topic's pictures must not outlive their time in a segment that never fills.
    config.put("segment.ms", Long.toString(Math.max(1000, kept.keepFor().toMillis() / 2)));
    config.put("max.message.bytes", Long.toString(largestRecord));
    config.put("compression.type", compression);
    return newTopic(name, config);
  }

  private NewTopic compacted(String name) {
    return newTopic(
        name, Map.of("cleanup.policy", "compact", "segment.bytes", Long.toString(MIN_SEGMENT)));
  }

  /** Each instance speaks again within minutes: what is an hour old is of one that was killed. */
  private NewTopic instances(String name) {
    return newTopic(
        name,
        Map.of(
            "cleanup.policy", "compact,delete",
            "retention.ms", Long.toString(Duration.ofHours(1).toMillis()),
            "segment.ms", Long.toString(Duration.ofMinutes(10).toMillis()),
            "segment.bytes", Long.toString(MIN_SEGMENT)));
  }

  private NewTopic newTopic(String name, Map<String, String> plan) {
    Map<String, String> config = new HashMap<>(plan);
    if (settings.replication() >= SAFE_COPIES) {
      // What one broker alone has acknowledged is gone with that broker.
      config.put("min.insync.replicas", "2");
    }
    return new NewTopic(name, partitions, (short) settings.replication()).configs(config);
  }

  private static long segment(long keptBytes, long largestRecord) {
    long fraction = Math.max(MIN_SEGMENT, Math.min(MAX_SEGMENT, keptBytes / 4));
    return Math.min(Integer.MAX_VALUE, Math.max(fraction, largestRecord));
  }
}
