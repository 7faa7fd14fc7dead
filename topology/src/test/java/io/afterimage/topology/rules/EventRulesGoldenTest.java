package io.afterimage.topology.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.afterimage.contract.event.EventJson;
import io.afterimage.contract.event.MediaPoint;
import io.afterimage.inference.pack.EventRule;
import io.afterimage.inference.pack.EventRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The rules say what training's own machine says of the same scores. */
class EventRulesGoldenTest {
  private static final Path GOLDENS = Path.of("..", "training", "goldens", "event-rules.json");

  record Goldens(List<Stream> cases) {}

  record Stream(
      String name,
      List<String> labels,
      boolean exclusive,
      double updateEveryS,
      Map<String, Double> default_,
      Map<String, Map<String, Double>> overlay,
      List<Long> ptsUs,
      List<List<Float>> scores,
      List<Message> messages) {}

  record Message(String phase, String label, long startUs, long atUs, double confidence) {}

  @TestFactory
  List<DynamicTest> shouldSayWhatTrainingSays() throws IOException {
    assumeTrue(Files.exists(GOLDENS), GOLDENS + " is not there; training writes it");
    // 'default' is no name for a record's component.
    String json = Files.readString(GOLDENS).replace("\"default\"", "\"default_\"");
    Goldens goldens =
        EventJson.read(json.getBytes(java.nio.charset.StandardCharsets.UTF_8), Goldens.class);
    assertThat(goldens.cases()).isNotEmpty();
    return goldens.cases().stream()
        .map(stream -> DynamicTest.dynamicTest(stream.name(), () -> check(stream)))
        .toList();
  }

  private static void check(Stream stream) {
    List<Message> said = run(stream);
    assertThat(said).hasSameSizeAs(stream.messages());
    for (int i = 0; i < said.size(); i++) {
      Message expected = stream.messages().get(i);
      assertThat(said.get(i))
          .as("message %d", i)
          .usingRecursiveComparison()
          .withComparatorForType(
              (a, b) -> Math.abs(a - b) <= 1e-4 ? 0 : Double.compare(a, b), Double.class)
          .isEqualTo(expected);
    }
  }

  private static List<Message> run(Stream stream) {
    EventMachine machine = new EventMachine(rules(stream), stream.labels());
    EventState state = new EventState(stream.labels().size());
    List<Message> said = new ArrayList<>();
    for (int i = 0; i < stream.ptsUs().size(); i++) {
      long pts = stream.ptsUs().get(i);
      MediaPoint at = new MediaPoint(i, pts, Instant.EPOCH);
      for (Emission emission : machine.step(state, at, stream.scores().get(i))) {
        said.add(message(emission, pts));
      }
    }
    state.close().forEach(emission -> said.add(message(emission, -1)));
    return said;
  }

  private static Message message(Emission emission, long ptsUs) {
    MediaPoint end = emission.end();
    return new Message(
        emission.phase().wireName(),
        emission.label(),
        emission.start().ptsUs(),
        end == null ? ptsUs : end.ptsUs(),
        emission.confidence());
  }

  private static EventRules rules(Stream stream) {
    List<EventRule> rules = new ArrayList<>();
    for (String label : stream.labels()) {
      Map<String, Double> own = stream.overlay().getOrDefault(label, Map.of());
      rules.add(
          new EventRule(
              value(stream, own, "enter"),
              value(stream, own, "leave"),
              micros(value(stream, own, "min_duration_s")),
              micros(value(stream, own, "merge_gap_s")),
              micros(value(stream, own, "max_length_s"))));
    }
    return new EventRules(stream.exclusive(), micros(stream.updateEveryS()), rules);
  }

  private static double value(Stream stream, Map<String, Double> own, String name) {
    Double value = own.containsKey(name) ? own.get(name) : stream.default_().get(name);
    assertThat(value).as(name).isNotNull();
    return value == null ? 0 : value;
  }

  private static long micros(double seconds) {
    return Math.round(seconds * 1e6);
  }
}
