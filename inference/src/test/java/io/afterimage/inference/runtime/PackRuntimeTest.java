package io.afterimage.inference.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.afterimage.inference.InferenceException;
import io.afterimage.inference.InferenceException.Code;
import io.afterimage.inference.TestPacks;
import io.afterimage.inference.pack.PackLoader;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PackRuntimeTest {
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

  private static InferenceException refuse(Path folder) {
    return assertThrows(
        InferenceException.class,
        () -> PackRuntime.open(PackLoader.load(folder), RuntimeSettings.cpu(1)).close());
  }
}
