package io.afterimage.topology.stage;

import io.afterimage.contract.feature.FeatureRecord;
import io.afterimage.inference.pack.Pack;
import io.afterimage.inference.runtime.MemoryModel;
import io.afterimage.topology.deadletter.DeadLetters;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The stage that remembers: features in, events out, one memory a camera in its own store. A plain
 * processor rather than a fixed-key one because events are also closed by the wall clock, outside
 * of any record; the keys stay as they are, so nothing is repartitioned. Immutable and thread-safe.
 */
public final class MemoryStage implements ProcessorSupplier<String, FeatureRecord, String, Output> {
  /** The store's name, and so the changelog topic's. */
  public static final String STORE = "memory";

  private final Settings settings;
  private final Pack pack;
  private final Supplier<MemoryModel> models;
  private final DeadLetters deadLetters;
  private final MeterRegistry meters;
  private final Clock clock;

  /**
   * What can be set.
   *
   * @param predictions whether to tell each frame's scores
   * @param closeAfterSilence after how long without a record the wall clock ends a camera's events;
   *     zero: never
   */
  public record Settings(boolean predictions, Duration closeAfterSilence) {}

  /**
   * @param settings what can be set
   * @param pack the pack whose memories these are
   * @param models makes a model for each processor, which closes it
   * @param deadLetters takes what cannot be used
   * @param meters counts
   * @param clock the wall clock; only latencies read it
   */
  public MemoryStage(
      Settings settings,
      Pack pack,
      Supplier<MemoryModel> models,
      DeadLetters deadLetters,
      MeterRegistry meters,
      Clock clock) {
    this.settings = settings;
    this.pack = pack;
    this.models = models;
    this.deadLetters = deadLetters;
    this.meters = meters;
    this.clock = clock;
  }

  @Override
  public Processor<String, FeatureRecord, String, Output> get() {
    EventWriter writer = new EventWriter(pack.ref(), pack.manifest().labels(), clock);
    return new MemoryProcessor(
        settings, pack, models, deadLetters, new StageMeters(meters), writer);
  }

  @Override
  public Set<StoreBuilder<?>> stores() {
    return Set.of(
        Stores.keyValueStoreBuilder(
                Stores.persistentKeyValueStore(STORE), Serdes.String(), Serdes.ByteArray())
            // A cache holds back the writes of many keys until the commit, which comes after a
            // frame or two of each camera: it would save nothing and cost its memory and a copy.
            .withCachingDisabled()
            .withLoggingEnabled(changelog()));
  }

  /** Every frame writes its camera's whole memory again: only the last one is worth keeping. */
  private static Map<String, String> changelog() {
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
