package io.afterimage.topology.stage;

import io.afterimage.contract.feature.FeatureRecord;
import io.afterimage.inference.live.LivePack;
import io.afterimage.topology.deadletter.DeadLetters;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The stage that remembers: features in, events out, one memory a camera and pack in its own store.
 * A plain processor rather than a fixed-key one because events are also closed by the wall clock,
 * outside of any record; the keys stay as they are, so nothing is repartitioned. Immutable and
 * thread-safe.
 */
public final class MemoryStage implements ProcessorSupplier<String, FeatureRecord, String, Output> {
  /** The store's name, and so the changelog topic's. */
  public static final String STORE = "memory";

  private final Settings settings;
  private final List<LivePack> packs;
  private final DeadLetters deadLetters;
  private final MeterRegistry meters;
  private final Clock clock;
  private final StoreBuilder<?> store = Changelog.store(STORE);

  /**
   * What can be set.
   *
   * @param predictions whether to tell each frame's scores
   * @param closeAfterSilence after how long without a record the wall clock ends a camera's events;
   *     zero: never
   * @param quarantineAfter how many frames of a camera in a row a pack fails on until it is given
   *     none for a while; 0: any number
   * @param moments whether to tell a stage after it what each record did
   */
  public record Settings(
      boolean predictions, Duration closeAfterSilence, int quarantineAfter, boolean moments) {}

  /**
   * @param settings what can be set
   * @param packs the packs whose memories these are, which may be replaced meanwhile; at least one,
   *     the first being the one whose events have the shorter ids and are told to a stage after
   *     this
   * @param deadLetters takes what cannot be used
   * @param meters counts
   * @param clock the wall clock; only latencies read it
   */
  public MemoryStage(
      Settings settings,
      List<LivePack> packs,
      DeadLetters deadLetters,
      MeterRegistry meters,
      Clock clock) {
    this.settings = settings;
    this.packs = List.copyOf(packs);
    this.deadLetters = deadLetters;
    this.meters = meters;
    this.clock = clock;
  }

  @Override
  public Processor<String, FeatureRecord, String, Output> get() {
    return new MemoryProcessor(settings, packs, deadLetters, meters, clock);
  }

  /**
   * What a task's stores keep of cameras, for who removes it.
   *
   * @param windows the stage that keeps their windows; null: none
   */
  public Kept kept(ProcessorContext<String, Output> context, @Nullable WindowStage windows) {
    EventSender sender =
        new EventSender(context, new ActionWriter(packs, clock), new StageMeters(meters), false);
    return new KeptMemories(
        context.getStateStore(STORE),
        windows == null
            ? List.of()
            : List.of(
                context.getStateStore(WindowStage.HEADERS),
                context.getStateStore(WindowStage.SLOTS)),
        sender);
  }

  @Override
  public Set<StoreBuilder<?>> stores() {
    return Set.of(store);
  }
}
