package io.afterimage.topology.stage;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** The stores of the stages, and how their changelogs are kept. */
public final class Changelog {
  private Changelog() {}

  /** A store of small records that are written again and again, by each frame as a rule. */
  public static StoreBuilder<KeyValueStore<String, byte[]>> store(String name) {
    return Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(name), Serdes.String(), Serdes.ByteArray())
        // Through a cache, of no size unless it is set: see docs/guarantees.md for what it saves.
        .withCachingEnabled()
        .withLoggingEnabled(settings());
  }

  /** Every frame writes its camera's records again: only the last one is worth keeping. */
  private static Map<String, String> settings() {
    return Map.of(
        TopicConfig.CLEANUP_POLICY_CONFIG,
        TopicConfig.CLEANUP_POLICY_COMPACT,
        // Only closed segments are compacted; a restore reads the rest. 100 cameras with 1.5 KB
        // each at 12.5 frames a second over 8 partitions fill 8 MiB in 36 s.
        TopicConfig.SEGMENT_BYTES_CONFIG,
        Integer.toString(8 << 20),
        TopicConfig.SEGMENT_MS_CONFIG,
        Long.toString(Duration.ofMinutes(5).toMillis()),
        // The index of so small a segment never needs its default 10 MiB.
        TopicConfig.SEGMENT_INDEX_BYTES_CONFIG,
        Integer.toString(256 << 10),
        // Compact when a tenth is stale rather than half, and in any case after five minutes.
        TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG,
        "0.1",
        TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG,
        Long.toString(Duration.ofMinutes(5).toMillis()),
        // A removed camera's tombstone must outlive any restore that has begun.
        TopicConfig.DELETE_RETENTION_MS_CONFIG,
        Long.toString(Duration.ofHours(1).toMillis()));
  }
}
