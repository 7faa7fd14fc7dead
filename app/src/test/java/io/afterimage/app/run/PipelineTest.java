package io.afterimage.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.app.broker.DataFolder;
import io.afterimage.app.broker.EmbeddedBroker;
import io.afterimage.app.cli.CapturedShell;
import io.afterimage.app.cli.Cli;
import io.afterimage.app.command.Afterimage;
import io.afterimage.app.config.AfterimageConfig;
import io.afterimage.app.config.ConfigLoader;
import io.afterimage.app.config.Setting;
import io.afterimage.app.kafka.KafkaAccess;
import io.afterimage.app.kafka.LogReader;
import io.afterimage.contract.event.EventJson;
import io.afterimage.contract.event.EventMarker;
import io.afterimage.contract.event.Prediction;
import io.afterimage.ingest.sim.RoomSpec;
import io.afterimage.ingest.sim.SimulatedRoom;
import io.afterimage.ingest.sim.script.LabelledSegment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The whole pipeline, from the command line to the file of events, with the shipped pack. */
class PipelineTest {
  private static final Path PACK = Path.of("..", "packs", "room-activity").toAbsolutePath();
  private static final String PREDICTIONS = "afterimage.predictions";
  private static final String ACTIONS = "afterimage.actions";

  @TempDir private Path folder;

  @Test
  void shouldReadSourcesToTheirLastEventAndSayTheSameEachTime() throws IOException {
    String clip = "sim:room?seed=3&fps=25&size=320x240&duration=8s";
    CapturedShell first = shell();
    assertThat(run(first, "a=" + clip, "b=" + clip, "--events-out", "1.jsonl")).isZero();
    CapturedShell second = shell();
    assertThat(run(second, "a=" + clip, "--events-out", "2.jsonl")).isZero();

    List<JsonNode> predictions = of(PREDICTIONS, "a", "1.jsonl");
    assertThat(predictions).hasSize(100);
    for (int seq = 0; seq < predictions.size(); seq++) {
      assertThat(predictions.get(seq).get("seq").asLong()).isEqualTo(seq);
      assertThat(predictions.get(seq).get("pts_us").asLong()).isEqualTo(80_000L * seq);
      assertThat(predictions.get(seq).get("epoch").asLong()).isEqualTo(1);
    }
    // Two cameras that see the same say the same, and so does another reading, in its own epoch.
    assertThat(scores(of(PREDICTIONS, "b", "1.jsonl"))).isEqualTo(scores(predictions));
    List<JsonNode> again = of(PREDICTIONS, "a", "2.jsonl");
    assertThat(scores(again)).isEqualTo(scores(predictions));
    assertThat(again).allMatch(prediction -> prediction.get("epoch").asLong() == 2);
    assertThat(events("2.jsonl", "a")).isEqualTo(events("1.jsonl", "a"));
    // Nor does it matter which way the frames go.
    assertThat(run(shell(), "a=" + clip, "--edge", "--events-out", "3.jsonl")).isZero();
    assertThat(scores(of(PREDICTIONS, "a", "3.jsonl"))).isEqualTo(scores(predictions));
    assertThat(events("3.jsonl", "a")).isEqualTo(events("1.jsonl", "a"));
  }

  /** A run without a file reads no predictions; others find them when it is over. */
  @ParameterizedTest
  @ValueSource(strings = {"low_latency", "exactly_once"})
  void shouldTellAllPredictionsThoughItReadsNone(String delivery) {
    List<String> markers = new ArrayList<>();
    List<Long> numbers = new ArrayList<>();
    try (DataFolder data = DataFolder.open(folder.resolve("broker"), 1);
        EmbeddedBroker broker = EmbeddedBroker.start(data, 0)) {
      String clip = "a=sim:room?seed=3&fps=25&size=320x240&duration=8s";
      String kafka = "--kafka=" + broker.bootstrap();

      assertThat(run(shell(), clip, kafka, "--set=topology.delivery=" + delivery)).isZero();

      Setting committed = new Setting("kafka.properties.isolation.level", "read_committed", "test");
      AfterimageConfig config = new ConfigLoader(folder, Map.of()).load(null, List.of(committed));
      LogReader.readAll(
          KafkaAccess.of(config.kafka(), broker.bootstrap()),
          PREDICTIONS,
          record -> {
            if (EventJson.isMarker(record.value())) {
              markers.add(EventJson.read(record.value(), EventMarker.class).marker());
            } else {
              numbers.add(EventJson.read(record.value(), Prediction.class).seq());
            }
          });
    }
    assertThat(numbers).hasSize(100).isSorted().doesNotHaveDuplicates();
    assertThat(markers).containsOnlyOnce("end");
  }

  @Test
  void shouldReadTheOtherSourcesWhenSomeFail() throws IOException {
    Files.write(folder.resolve("empty.mp4"), new byte[0]);
    Files.writeString(folder.resolve("text.mp4"), "this is no video");
    CapturedShell shell = shell();

    int status =
        run(
            shell,
            "good=sim:room?seed=3&fps=25&size=320x240&duration=4s",
            "empty=" + folder.resolve("empty.mp4"),
            "text=" + folder.resolve("text.mp4"),
            "gone=" + folder.resolve("gone.mp4"),
            "--events-out",
            "out.jsonl");

    assertThat(status).isEqualTo(3);
    assertThat(of(PREDICTIONS, "good", "out.jsonl")).hasSize(50);
    assertThat(shell.err())
        .containsOnlyOnce("empty.mp4 is empty")
        .containsOnlyOnce("text.mp4 cannot be read")
        .containsOnlyOnce("gone.mp4 does not exist")
        .doesNotContain("Exception");
  }

  /** Rooms that the pack was not trained on; one room alone may be an odd one. */
  @Test
  void shouldSeeWhatSimulatedCamerasShow() throws IOException {
    Map<String, RoomSpec> rooms = new TreeMap<>();
    for (int seed = 990; seed < 993; seed++) {
      String address = "sim:room?seed=%d&fps=25&size=320x240&duration=120s".formatted(seed);
      rooms.put("room-" + seed, RoomSpec.parse(address));
    }
    List<String> args = new ArrayList<>();
    rooms.forEach((id, spec) -> args.add(id + "=" + spec.uri()));
    args.addAll(List.of("--events-out", "out.jsonl"));
    assertThat(run(shell(), args.toArray(String[]::new))).isZero();

    long frames = 0;
    long right = 0;
    long segments = 0;
    long found = 0;
    for (Map.Entry<String, RoomSpec> camera : rooms.entrySet()) {
      SimulatedRoom room = new SimulatedRoom(camera.getValue());
      for (JsonNode prediction : of(PREDICTIONS, camera.getKey(), "out.jsonl")) {
        frames++;
        long pts = prediction.get("pts_us").asLong();
        right += prediction.get("label").asString().equals(room.labelAt(pts)) ? 1 : 0;
      }
      List<JsonNode> ended =
          of(ACTIONS, camera.getKey(), "out.jsonl").stream()
              .filter(event -> event.get("phase").asString().equals("end"))
              .toList();
      for (LabelledSegment segment : room.segments(120_000_000)) {
        if (segment.endUs() - segment.startUs() >= 2_000_000) {
          segments++;
          found += found(segment, ended) ? 1 : 0;
        }
      }
    }
    assertThat(frames).isEqualTo(4500);
    assertThat(right).isGreaterThan(frames * 3 / 4);
    assertThat(found).isGreaterThan(segments * 3 / 4);
  }

  private static boolean found(LabelledSegment segment, List<JsonNode> events) {
    return events.stream()
        .anyMatch(
            event ->
                event.get("label").asString().equals(segment.label())
                    && event.get("start").get("pts_us").asLong() < segment.endUs()
                    && event.get("end").get("pts_us").asLong() > segment.startUs());
  }

  private CapturedShell shell() {
    return new CapturedShell(folder, Map.of());
  }

  private int run(CapturedShell shell, String... args) {
    List<String> all = new ArrayList<>(List.of("run", "--predictions", "--pack", PACK.toString()));
    all.addAll(List.of("--data", folder.resolve("data").toString()));
    all.addAll(List.of("--set", "broker.min_free=1MiB", "--set", "topics.partitions=2"));
    all.addAll(List.of(args));
    return new Cli(shell.shell(), Afterimage.class).run(all.toArray(String[]::new));
  }

  /** The values of a topic's and a camera's lines. */
  private List<JsonNode> of(String topic, String camera, String file) throws IOException {
    return EventLines.values(folder.resolve(file), topic).stream()
        .filter(value -> value.path("camera").asString().equals(camera))
        .toList();
  }

  private static List<JsonNode> scores(List<JsonNode> predictions) {
    return predictions.stream().map(prediction -> prediction.get("scores")).toList();
  }

  /** What does not depend on the epoch and the clock. */
  private List<String> events(String file, String camera) throws IOException {
    return of(ACTIONS, camera, file).stream()
        .map(
            event ->
                "%s %s %s %s"
                    .formatted(
                        event.get("phase"),
                        event.get("label"),
                        event.get("start").get("pts_us"),
                        event.get("confidence")))
        .toList();
  }
}
