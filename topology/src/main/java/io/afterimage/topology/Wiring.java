package io.afterimage.topology;

import io.afterimage.topology.stage.Output;
import io.afterimage.topology.stage.StageSerdes;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.streams.kstream.Branched;
import org.apache.kafka.streams.kstream.BranchedKStream;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;

/** How the topologies read and write their topics. Stateless and thread-safe. */
final class Wiring {
  private Wiring() {}

  /** A source of that name. */
  static <V> Consumed<String, V> source(String name, Serde<V> values) {
    return Consumed.with(StageSerdes.keys(), values)
        // A record without a time must not stop the stream: what counts is in its value.
        .withTimestampExtractor((record, partitionTime) -> Math.max(0, record.timestamp()))
        .withName(name);
  }

  /** Writes each output to its sink's topic. */
  static void sinks(KStream<String, Output> outputs, Map<Output.Sink, String> topics) {
    BranchedKStream<String, Output> branches = outputs.split(Named.as("to-"));
    for (Map.Entry<Output.Sink, String> each : new EnumMap<>(topics).entrySet()) {
      Output.Sink sink = each.getKey();
      String name = sink.name().toLowerCase(Locale.ROOT).replace('_', '-');
      branches = branches.branch((camera, out) -> out.goesTo(sink), to(name, each.getValue()));
    }
    branches.noDefaultBranch();
  }

  private static Branched<String, Output> to(String name, String topic) {
    return Branched.withConsumer(
        outputs ->
            outputs.to(
                topic,
                Produced.with(StageSerdes.keys(), StageSerdes.outputs()).withName("sink-" + name)),
        name);
  }
}
