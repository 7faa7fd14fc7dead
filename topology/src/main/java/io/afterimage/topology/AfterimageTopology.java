package io.afterimage.topology;

import io.afterimage.contract.Topics;
import io.afterimage.contract.letter.LetterWriter;
import io.afterimage.inference.live.LivePack;
import io.afterimage.inference.pack.Pack;
import io.afterimage.inference.runtime.MemoryModel;
import io.afterimage.topology.deadletter.DeadLetters;
import io.afterimage.topology.forget.ForgetStage;
import io.afterimage.topology.stage.MemoryStage;
import io.afterimage.topology.stage.Output;
import io.afterimage.topology.stage.Output.Sink;
import io.afterimage.topology.stage.StageSerdes;
import io.afterimage.topology.stage.WindowStage;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Features to memory to events:
 *
 * <pre>
 *       features ──memory──┬─windows──▶ actions · attention · predictions · caption-requests
 *                          │            · camera-status · dead-letters
 *   caption-asks ──────────┘    │
 * commands ──forget──▶ actions (removes from all stores)
 *                     │         └ one window a camera and caption pack (stores {@code windows} and
 *                     │           {@code window-slots}, changelogged); only if there are caption
 *                     │           packs, as are the asks
 *                     └ one memory a camera and pack (store {@code memory}, changelogged)
 * </pre>
 *
 * Every record keeps its camera's key, so nothing is repartitioned. Immutable.
 */
public final class AfterimageTopology implements StreamsApplication {
  private final Topics topics;
  private final MeterRegistry meters;
  private final DeadLetters deadLetters;
  private final MemoryStage memory;
  private final @Nullable WindowStage windows;
  private final ForgetStage forget;

  /**
   * The topology of a pack that is never replaced.
   *
   * @param settings what it does
   * @param pack the pack whose memories these are
   * @param models makes a model for each stream task, which closes it; called on stream threads
   * @param meters counts records, resets, events and dead letters by cause
   * @param clock the wall clock; only latencies, dead letters and the time of caption requests are
   *     read from it
   * @throws TopologyException {@link TopologyException.Code#BAD_SETTING} if a caption pack has
   *     another encoder, or reads or waits for what the pack does not have
   */
  public AfterimageTopology(
      TopologySettings settings,
      Pack pack,
      Supplier<MemoryModel> models,
      MeterRegistry meters,
      Clock clock) {
    this(settings, List.of(new LivePack(FixedGraphs.remembering(pack, models))), meters, clock);
  }

  /**
   * The topology of packs that may be replaced while it runs.
   *
   * @param settings what it does
   * @param packs the packs that score labels, at least one, all over one encoder; the events of the
   *     first open and close the windows, and those of the others have ids that name their pack;
   *     closed by the caller after the topology
   * @param meters counts records, resets, events and dead letters by cause
   * @param clock the wall clock; only latencies, dead letters and the time of caption requests are
   *     read from it
   * @throws TopologyException {@link TopologyException.Code#BAD_SETTING} if a caption pack has
   *     another encoder, or reads or waits for what the first pack does not have
   */
  public AfterimageTopology(
      TopologySettings settings, List<LivePack> packs, MeterRegistry meters, Clock clock) {
    topics = settings.topics();
    this.meters = meters;
    deadLetters =
        new DeadLetters(
            topics.deadLetters(),
            new LetterWriter("memory", settings.letterPayload(), clock),
            meters);
    memory =
        new MemoryStage(
            new MemoryStage.Settings(
                settings.predictions(),
                settings.closeAfterSilence(),
                settings.quarantineAfter(),
                !settings.captions().isEmpty()),
            packs,
            deadLetters,
            meters,
            clock);
    windows =
        settings.captions().isEmpty()
            ? null
            : new WindowStage(settings.captions(), packs.get(0), deadLetters, meters, clock);
    Set<StoreBuilder<?>> stores = new HashSet<>(memory.stores());
    if (windows != null) {
      stores.addAll(windows.stores());
    }
    forget =
        new ForgetStage(
            settings.forgetAfter(),
            stores,
            context -> memory.kept(context, windows),
            deadLetters,
            meters);
  }

  @Override
  public Topology build() {
    StreamsBuilder builder = new StreamsBuilder();
    KStream<String, Output> said =
        builder.stream(topics.features(), Wiring.source("features", StageSerdes.features()))
            .process(memory, Named.as("memory"));
    if (windows != null) {
      KStream<String, Output> asks =
          builder.stream(topics.captionAsks(), Wiring.source("caption-asks", StageSerdes.asks()));
      said = said.merge(asks, Named.as("moments-and-asks")).process(windows, Named.as("windows"));
    }
    KStream<String, Output> forgotten =
        builder.stream(topics.commands(), Wiring.source("commands", Serdes.ByteArray()))
            .process(forget, Named.as("forget"));
    Wiring.sinks(
        said.merge(forgotten, Named.as("said-and-forgotten")),
        Map.of(
            Sink.ACTIONS, topics.actions(),
            Sink.ATTENTION, topics.attention(),
            Sink.PREDICTIONS, topics.predictions(),
            Sink.CAPTION_REQUESTS, topics.captionRequests(),
            Sink.CAMERA_STATUS, topics.cameraStatus(),
            Sink.DEAD_LETTERS, topics.deadLetters()));
    return builder.build();
  }

  @Override
  public DeadLetters deadLetters() {
    return deadLetters;
  }

  @Override
  public MeterRegistry meters() {
    return meters;
  }

  @Override
  public Set<String> eventTopics() {
    return Set.of(topics.actions(), topics.attention(), topics.predictions());
  }

  /** 250 records, about half a MB, are stepped within the commit interval. */
  @Override
  public int recordsAtOnce() {
    return 250;
  }
}
