package io.afterimage.inference.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.afterimage.contract.feature.Tensor;
import io.afterimage.inference.Features;
import io.afterimage.inference.pack.PackLoader;
import io.afterimage.inference.pack.TensorSpec;
import io.afterimage.inference.runtime.MemoryModel.Step;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The shipped pack against what training says of the same frames. */
class GoldenPackTest {
  private static final Path FOLDER = Path.of("..", "packs", "room-activity");
  private static final float TOLERANCE = 1e-4f;

  private PackRuntime runtime;
  private JsonNode golden;

  @BeforeEach
  void open() throws IOException {
    assumeThat(FOLDER).as("the shipped pack").isDirectory();
    golden = JsonMapper.shared().readTree(Files.readAllBytes(FOLDER.resolve("golden.json")));
    runtime = PackRuntime.open(PackLoader.load(FOLDER), RuntimeSettings.cpu(1));
  }

  @AfterEach
  void close() {
    if (runtime != null) {
      runtime.close();
    }
  }

  @Test
  void shouldEncodeWhatTheGraphEncodedInTraining() {
    List<List<Tensor>> features = runtime.encoder().encode(frames());
    assertThat(features).isNotEmpty();
    for (int i = 0; i < features.size(); i++) {
      for (Tensor tensor : features.get(i)) {
        GoldenTensors.assertEncoded(tensor, golden.path(tensor.name()).path(i));
      }
    }
  }

  @Test
  void shouldGivePyTorchsScoresAndStatesOfTheSameFeatures() {
    List<TensorSpec> outputs = runtime.pack().manifest().encoder().outputs();
    int frames = golden.path("scores").size();
    try (MemoryModel memory = runtime.newMemoryModel()) {
      List<Tensor> states = memory.initialStates();
      for (int i = 0; i < frames; i++) {
        List<Tensor> features = new ArrayList<>();
        for (TensorSpec output : outputs) {
          JsonNode values = golden.path(output.name()).path(i);
          features.add(GoldenTensors.of(output.name(), output.shape(1), values));
        }
        Step step = memory.step(Features.of(features), states);
        for (int label = 0; label < step.scores().size(); label++) {
          assertThat(step.scores().get(label))
              .as("score %d of frame %d", label, i)
              .isCloseTo(golden.path("scores").path(i).path(label).floatValue(), within(TOLERANCE));
        }
        states = step.states();
      }
      states.forEach(
          state -> GoldenTensors.assertClose(state, golden.path("states").path(state.name())));
    }
  }

  @Test
  void shouldGiveSameBitsInEveryBatch() {
    List<ByteBuffer> frames = new ArrayList<>();
    while (frames.size() < 16) {
      frames.addAll(frames());
    }
    List<List<Tensor>> alone =
        frames.stream().map(frame -> runtime.encoder().encode(List.of(frame)).get(0)).toList();

    for (int size = 1; size <= 16; size++) {
      assertThat(runtime.encoder().encode(frames.subList(0, size)))
          .as("batch of %d", size)
          .isEqualTo(alone.subList(0, size));
    }
  }

  private List<ByteBuffer> frames() {
    return golden
        .path("frames")
        .valueStream()
        .map(frame -> ByteBuffer.wrap(Base64.getDecoder().decode(frame.stringValue())))
        .toList();
  }
}
