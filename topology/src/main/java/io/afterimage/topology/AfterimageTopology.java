package io.afterimage.topology;

import io.afterimage.contract.Topics;
import io.afterimage.contract.feature.FeatureRecord;
import io.afterimage.inference.pack.Pack;
import io.afterimage.inference.runtime.MemoryModel;
import io.afterimage.topology.deadletter.DeadLetters;
import io.afterimage.topology.stage.MemoryStage;
import io.afterimage.topology.stage.Output;
import io.afterimage.topology.stage.Output.Sink;
import io.afterimage.topology.stage.StageSerdes;
import io.afterimage.topology.stage.WindowStage;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Branched;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.jspecify.annotations.Nullable;

/**
 * Features to memory to events:
 *
 * <pre>
 *   features ──memory──windows──▶ actions · predictions · caption-requests · dead-letters
 *                 │       │
 *                 │       └ one window a camera and caption pack (stores {@code windows} and
 *                 │         {@code window-slots}, changelogged); only if there are caption packs
 *                 └ one memory a camera (store {@code memory}, changelogged)
 * </pre>
 *
 * Every record keeps its camera's key, so nothing is repartitioned. Immutable.
 */
public final class AfterimageTopology {
  private final Topics topics;
  private final DeadLetters deadLetters;
  private final MemoryStage memory;
  private final @Nullable WindowStage windows;

  /**
   * @param settings what it does
   * @param pack the pack whose memories these are
   * @param models makes a model for each stream task, which closes it; called on stream threads
   * @param meters counts records, resets, events and dead letters by cause
   * @param clock the wall clock; only latencies and dead letters read it
   * @throws TopologyException {@link TopologyException.Code#BAD_SETTING} if a caption pack reads or
   *     waits for what the pack does not have
   */
  public AfterimageTopology(
      TopologySettings settings,
      Pack pack,
      Supplier<MemoryModel> models,
      MeterRegistry meters,
      Clock clock) {
    topics = settings.topics();
    deadLetters = new DeadLetters(topics.deadLetters(), clock, meters);
    memory =
        new MemoryStage(
            new MemoryStage.Settings(
                settings.predictions(),
                settings.closeAfterSilence(),
                !settings.captions().isEmpty()),
            pack,
            models,
            deadLetters,
            meters,
            clock);
    windows =
        settings.captions().isEmpty()
            ? null
            : new WindowStage(settings.captions(), pack.manifest(), deadLetters, meters);
  }

  /** The topology; every topic, store and node is named. */
  public Topology build() {
    StreamsBuilder builder = new StreamsBuilder();
    KStream<String, Output> said =
        builder.stream(topics.features(), features()).process(memory, Named.as("memory"));
    (windows == null ? said : said.process(windows, Named.as("windows")))
        .split(Named.as("to-"))
        .branch((camera, out) -> out.goesTo(Sink.ACTIONS), to("actions", topics.actions()))
        .branch(
            (camera, out) -> out.goesTo(Sink.PREDICTIONS), to("predictions", topics.predictions()))
        .branch(
            (camera, out) -> out.goesTo(Sink.CAPTION_REQUESTS),
            to("caption-requests", topics.captionRequests()))
        .branch(
            (camera, out) -> out.goesTo(Sink.DEAD_LETTERS),
            to("dead-letters", topics.deadLetters()))
        .noDefaultBranch();
    return builder.build();
  }

  /** Where records that do not parse go. */
  DeadLetters deadLetters() {
    return deadLetters;
  }

  private static Consumed<String, FeatureRecord> features() {
    return Consumed.with(Serdes.String(), StageSerdes.features())
        // A record without a time must not stop the stream: PTS and capture time are in its value.
        .withTimestampExtractor((record, partitionTime) -> Math.max(0, record.timestamp()))
        .withName("features");
  }

  private static Branched<String, Output> to(String name, String topic) {
    return Branched.withConsumer(
        outputs ->
            outputs.to(
                topic,
                Produced.with(Serdes.String(), StageSerdes.outputs()).withName("sink-" + name)),
        name);
  }
}
