package io.afterimage.inference.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.afterimage.contract.feature.Tensor;
import io.afterimage.inference.Features;
import io.afterimage.inference.InferenceException;
import io.afterimage.inference.InferenceException.Code;
import io.afterimage.inference.TestPacks;
import io.afterimage.inference.pack.PackLoader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PackRuntimeTest {
  private static final Path STATUS = Path.of("/proc/self/status");

  @TempDir Path temp;

  /** The edit {@code from -> to} makes a right manifest contradict a graph. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {name: frame        | {name: image        | it has no input 'image' (it has [frame])
          {name: frame        | {name: image        | its input 'frame' is not in pack.yaml
          thumb, shape: [N, 6]| thumb, shape: [N, 7]| output 'thumb' has the shape [-1, 6], not [-1, 7]
          thumb, shape: [N, 6]| thumb, shape: [N, 3, 2]| output 'thumb' has the shape [-1, 6], not [-1, 3, 2]
          output: h_out       | output: next        | it has no output 'next' (it has [h_out, summary])
          [1, N, 8], dtype: float32 | [1, N, 8], dtype: int64 | input 'h' is of type FLOAT, not int64
          [1, N, 8]           | [1, N, 9]           | input 'h' has the shape [1, -1, 8], not [1, -1, 9]
          """)
  void shouldRefuseGraphThatIsNotWhatTheManifestSays(String from, String to, String sentence) {
    Path folder =
        TestPacks.write(temp, manifest -> manifest.replace(from, to).replaceAll("(?m)^cut.*$", ""));

    InferenceException refused = refuse(folder);

    assertThat(refused.code()).isEqualTo(Code.BAD_GRAPH);
    assertThat(refused)
        .hasMessageContaining(".onnx' of step '")
        .hasMessageContaining("is not what pack.yaml says")
        .hasMessageContaining(sentence);
  }

  @Test
  void shouldTellAllDifferencesOfAGraph() {
    Path folder =
        TestPacks.write(
            temp,
            manifest ->
                manifest
                    .replace("thumb, shape: [N, 6]", "thumb, shape: [N, 7]")
                    .replace("feature, shape: [N, 6]", "feature, shape: [N, 5]"));

    assertThat(refuse(folder))
        .hasMessageContaining("output 'feature' has the shape [-1, 6], not [-1, 5]")
        .hasMessageContaining("output 'thumb' has the shape [-1, 6], not [-1, 7]");
  }

  @Test
  void shouldRefuseFileThatIsNoGraph() throws Exception {
    byte[] junk = {1, 2, 3};
    String hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(junk));
    Path folder = TestPacks.write(temp, manifest -> manifest.replace("@memory", hash));
    Files.write(folder.resolve("memory.onnx"), junk);

    InferenceException refused = refuse(folder);

    assertThat(refused.code()).isEqualTo(Code.BAD_GRAPH);
    assertThat(refused)
        .hasMessageContaining("graph 'memory.onnx' of step 'memory' cannot be loaded");
  }

  @Test
  void shouldRefuseSettingsOutOfRange() {
    assertThatIllegalArgumentException().isThrownBy(() -> RuntimeSettings.cpu(0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RuntimeSettings(Provider.CPU, List.of(), 1, 257));
  }

  @Test
  void shouldCloseTwiceAndServeNobodyAfterwards() {
    PackRuntime runtime = PackRuntime.open(TestPacks.tiny(temp), RuntimeSettings.cpu(1));
    runtime.close();
    runtime.close();

    assertThatIllegalStateException()
        .isThrownBy(() -> runtime.encoder().encode(List.of(ByteBuffer.allocate(192))));
  }

  @Test
  void shouldKeepNativeMemoryFlat() throws IOException {
    assumeThat(STATUS).as("the kernel's figures").exists();
    try (PackRuntime runtime = PackRuntime.open(TestPacks.tiny(temp), RuntimeSettings.cpu(1));
        MemoryModel memory = runtime.newMemoryModel()) {
      work(runtime, memory, 2_000);
      long before = residentKb();

      work(runtime, memory, 20_000);

      assertThat(residentKb() - before).as("growth in KB").isLessThan(60_000);
    }
  }

  @Test
  void shouldGiveBackTheMemoryOfPacksThatAreReloaded() throws IOException {
    assumeThat(STATUS).as("the kernel's figures").exists();
    for (int i = 0; i < 10; i++) {
      PackRuntime.open(TestPacks.tiny(temp), RuntimeSettings.cpu(4)).close();
    }
    long before = residentKb();

    for (int i = 0; i < 60; i++) {
      PackRuntime.open(TestPacks.tiny(temp), RuntimeSettings.cpu(4)).close();
    }

    assertThat(residentKb() - before).as("growth in KB").isLessThan(60_000);
  }

  private static void work(PackRuntime runtime, MemoryModel memory, int encodes) {
    List<Tensor> states = memory.initialStates();
    for (int i = 0; i < encodes; i++) {
      int batch = 1 + i % 16;
      List<ByteBuffer> frames =
          Stream.generate(() -> ByteBuffer.allocate(192)).limit(batch).toList();
      List<Tensor> feature = runtime.encoder().encode(frames).get(batch - 1);
      states = memory.step(Features.of(feature), states).states();
    }
  }

  private static long residentKb() throws IOException {
    System.gc();
    return Files.readAllLines(STATUS).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }

  private static InferenceException refuse(Path folder) {
    InferenceException refused =
        catchThrowableOfType(
            InferenceException.class,
            () -> PackRuntime.open(PackLoader.load(folder), RuntimeSettings.cpu(1)).close());
    assertThat(refused).as("refusal").isNotNull();
    return refused;
  }
}
