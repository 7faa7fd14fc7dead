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
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Branched;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;

/**
 * Features to memory to events:
 *
 * <pre>
 *   features ──memory──▶ actions · predictions · dead-letters
 *                 │
 *                 └ one memory a camera (store {@code memory}, changelogged)
 * </pre>
 *
 * Every record keeps its camera's key, so nothing is repartitioned. Immutable.
 */
public final class AfterimageTopology {
  private final Topics topics;
  private final DeadLetters deadLetters;
  private final MemoryStage memory;

  /**
   * @param settings what it does
   * @param pack the pack whose memories these are
   * @param models makes a model for each stream task, which closes it; called on stream threads
   * @param meters counts records, resets, events and dead letters by cause
   * @param clock the wall clock; only latencies and dead letters read it
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
            new MemoryStage.Settings(settings.predictions(), settings.closeAfterSilence()),
            pack,
            models,
            deadLetters,
            meters,
            clock);
  }

  /** The topology; every topic, store and node is named. */
  public Topology build() {
    StreamsBuilder builder = new StreamsBuilder();
    builder.stream(topics.features(), features())
        .process(memory, Named.as("memory"))
        .split(Named.as("to-"))
        .branch((camera, out) -> out.goesTo(Sink.ACTIONS), to("actions", topics.actions()))
        .branch(
            (camera, out) -> out.goesTo(Sink.PREDICTIONS), to("predictions", topics.predictions()))
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
