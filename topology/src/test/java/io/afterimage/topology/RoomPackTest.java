package io.afterimage.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.afterimage.contract.Position;
import io.afterimage.contract.caption.AttentionEvent;
import io.afterimage.contract.event.EventJson;
import io.afterimage.contract.event.Prediction;
import io.afterimage.contract.feature.Feature;
import io.afterimage.contract.feature.FeatureRecord;
import io.afterimage.contract.feature.Tensor;
import io.afterimage.contract.feature.Timing;
import io.afterimage.inference.pack.Pack;
import io.afterimage.inference.pack.PackLoader;
import io.afterimage.inference.pack.TensorSpec;
import io.afterimage.inference.runtime.PackRuntime;
import io.afterimage.inference.runtime.RuntimeSettings;
import io.afterimage.topology.fixture.Stream;
import io.afterimage.topology.fixture.Told;
import io.afterimage.topology.memory.Memory;
import io.afterimage.topology.memory.MemoryCodec;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped pack's recurrent graphs, with their state in the store between all frames. */
class RoomPackTest {
  private static final Path FOLDER = Path.of("..", "packs", "room-activity");
  private static final Path GOLDEN = FOLDER.resolve("golden.json");

  @TempDir Path state;
  private Pack pack;
  private PackRuntime runtime;

  @BeforeEach
  void open() {
    assumeTrue(Files.exists(FOLDER.resolve("pack.yaml")), FOLDER + " is not there");
    pack = PackLoader.load(FOLDER);
    runtime = PackRuntime.open(pack, RuntimeSettings.cpu(1));
  }

  @AfterEach
  void close() {
    if (runtime != null) {
      runtime.close();
    }
  }

  private TopologyRig rig() throws IOException {
    return new TopologyRig(pack, runtime::newMemoryModel, state);
  }

  private Feature feature(int seq, List<Tensor> tensors) {
    long ptsUs = seq * (long) Stream.PERIOD_US;
    Instant captured = Stream.BEGIN.plusNanos(ptsUs * 1000);
    return new Feature(
        new Position(1, seq, ptsUs, captured),
        Stream.PERIOD_US,
        pack.manifest().encoder().sha256(),
        new Timing(0, 0, 0, captured),
        tensors);
  }

  /** Features that wander, so that the scores do too. */
  private List<FeatureRecord> wandering(int count) {
    Random random = new Random(11);
    List<float[]> values = new ArrayList<>();
    for (TensorSpec output : pack.manifest().encoder().outputs()) {
      values.add(new float[output.shape(1).elements()]);
    }
    List<FeatureRecord> records = new ArrayList<>();
    for (int seq = 0; seq < count; seq++) {
      List<Tensor> tensors = new ArrayList<>();
      for (int i = 0; i < values.size(); i++) {
        float[] value = values.get(i);
        for (int at = 0; at < value.length; at++) {
          value[at] = Math.max(-1, Math.min(2, value[at] + 0.1f * (float) random.nextGaussian()));
        }
        TensorSpec output = pack.manifest().encoder().outputs().get(i);
        tensors.add(Tensor.ofFloats(output.name(), output.shape(1), value));
      }
      records.add(feature(seq, tensors));
    }
    return records;
  }

  @Test
  @SuppressWarnings("unchecked")
  void shouldSayWhatTrainingSaysOfTheSameFeatures() throws IOException {
    assumeTrue(Files.exists(GOLDEN), GOLDEN + " is not there");
    Map<String, Object> golden = EventJson.read(Files.readAllBytes(GOLDEN), Map.class);
    List<List<Number>> scores = (List<List<Number>>) required(golden, "scores");
    Map<String, List<Number>> states = (Map<String, List<Number>>) required(golden, "states");
    assertThat(scores).isNotEmpty();
    try (TopologyRig rig = rig()) {
      for (int seq = 0; seq < scores.size(); seq++) {
        List<Tensor> tensors = new ArrayList<>();
        for (TensorSpec output : pack.manifest().encoder().outputs()) {
          List<Number> row = ((List<List<Number>>) required(golden, output.name())).get(seq);
          tensors.add(Tensor.ofFloats(output.name(), output.shape(1), floats(row)));
        }
        rig.send("room", feature(seq, tensors));
      }
      List<Told> told = rig.predictions();
      assertThat(told).hasSameSizeAs(scores);
      for (int seq = 0; seq < told.size(); seq++) {
        byte[] json = told.get(seq).json().getBytes(StandardCharsets.UTF_8);
        Prediction prediction = EventJson.read(json, Prediction.class);
        for (int label = 0; label < pack.manifest().labels().size(); label++) {
          assertThat(prediction.scores().get(pack.manifest().labels().get(label)))
              .isCloseTo(scores.get(seq).get(label).doubleValue(), within(1e-4));
        }
      }
      Memory memory =
          new MemoryCodec().read("room-activity", rig.store().get("room/room-activity"));
      for (Tensor kept : memory.states()) {
        float[] expected = floats(required(states, kept.name()));
        FloatBuffer actual = kept.floats();
        for (int i = 0; i < expected.length; i++) {
          assertThat(actual.get(i)).isCloseTo(expected[i], within(1e-4f));
        }
      }
    }
  }

  @Test
  void shouldSayTheSameBitForBitInOnePieceAndInMany() throws IOException {
    List<FeatureRecord> records = wandering(400);
    List<Told> told = new ArrayList<>();
    Map<String, byte[]> left = Map.of();
    for (int from = 0; from < records.size(); from += 37) {
      try (TopologyRig rig = rig()) {
        left.forEach(rig.store()::put);
        rig.send("room", records.subList(from, Math.min(records.size(), from + 37)));
        told.addAll(rig.predictions());
        left = rig.stored();
      }
    }
    try (TopologyRig whole = rig()) {
      whole.send("room", records);
      assertThat(told).isEqualTo(whole.predictions()).hasSize(400);
      assertThat(left).usingRecursiveComparison().isEqualTo(whole.stored());
    }
  }

  @Test
  void shouldTellWhatAGraphLookedAtWhereAnEventStarts() throws IOException {
    Pack attending = attending();
    List<FeatureRecord> records = wandering(400);
    try (PackRuntime own = PackRuntime.open(attending, RuntimeSettings.cpu(1));
        TopologyRig rig = new TopologyRig(attending, own::newMemoryModel, state)) {
      rig.send("room", records);
      List<Told> predictions = rig.predictions();
      List<Told> told = rig.attention();
      assertThat(told).hasSize((int) rig.count("afterimage.events", "phase", "start")).isNotEmpty();
      for (Told each : told) {
        AttentionEvent event = each.attention();
        int seq = (int) Objects.requireNonNull(event.frame()).seq();
        byte[] json = predictions.get(seq).json().getBytes(StandardCharsets.UTF_8);
        List<Double> expected =
            List.copyOf(EventJson.read(json, Prediction.class).scores().values());
        List<Double> weights = event.words().get(0).weights();
        assertThat(weights).hasSameSizeAs(expected);
        for (int cell = 0; cell < weights.size(); cell++) {
          assertThat(weights.get(cell)).isCloseTo(expected.get(cell), within(1e-6));
        }
      }
    }
  }

  /** The same graphs, whose scores stand for what is looked at: they make 1, too. */
  private Pack attending() throws IOException {
    Path folder = Files.createDirectories(state.resolve("packs").resolve("room-activity"));
    for (String graph : List.of("encoder.onnx", "memory.onnx")) {
      Files.copy(FOLDER.resolve(graph), folder.resolve(graph));
    }
    String manifest = Files.readString(FOLDER.resolve("pack.yaml"));
    String other = manifest.replaceAll("(?m)^attention:.*\\R", "");
    String part = "attention: {tensor: scores, rows: 3, columns: 3}\n";
    Files.writeString(folder.resolve("pack.yaml"), other + part);
    return PackLoader.load(folder);
  }

  private static <T> T required(Map<String, T> map, String key) {
    return Objects.requireNonNull(map.get(key), key);
  }

  private static float[] floats(List<Number> numbers) {
    float[] floats = new float[numbers.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = numbers.get(i).floatValue();
    }
    return floats;
  }
}
