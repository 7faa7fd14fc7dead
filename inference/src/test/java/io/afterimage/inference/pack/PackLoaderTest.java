package io.afterimage.inference.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.afterimage.contract.feature.DType;
import io.afterimage.contract.frame.Fit;
import io.afterimage.contract.frame.Pixels;
import io.afterimage.contract.frame.Plane;
import io.afterimage.inference.InferenceException;
import io.afterimage.inference.InferenceException.Code;
import io.afterimage.inference.TestPacks;
import io.afterimage.inference.pack.StepSpec.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PackLoaderTest {
  @TempDir Path temp;

  @Test
  void shouldReadWholeManifest() {
    Manifest manifest = TestPacks.tiny(temp).manifest();

    assertThat(manifest.id()).isEqualTo("tiny");
    assertThat(manifest.version()).isEqualTo("1.2.3");
    assertThat(manifest.licence()).isEqualTo("Apache-2.0");
    assertThat(manifest.rateFps()).isEqualTo(12.5);
    assertThat(manifest.input().width()).isEqualTo(12);
    assertThat(manifest.input().height()).isEqualTo(8);
    assertThat(manifest.input().pixels()).isEqualTo(Pixels.GRAY8);
    assertThat(manifest.input().planes()).containsExactly(Plane.CURRENT, Plane.PREVIOUS);
    assertThat(manifest.input().fit()).isEqualTo(Fit.STRETCH);
    assertThat(manifest.mean()).containsExactly(0.45f, 0.45f);
    assertThat(manifest.std()).containsExactly(0.25f, 0.25f);
    assertThat(manifest.steps())
        .extracting(StepSpec::kind)
        .containsExactly(Kind.ENCODER, Kind.RECURRENT, Kind.HEAD);
    assertThat(manifest.encoder().outputs().get(0))
        .isEqualTo(new TensorSpec("feature", List.of(-1, 6), DType.FLOAT32, "what is seen"));
    assertThat(manifest.states())
        .containsExactly(
            new StateSpec(
                new TensorSpec("h", List.of(1, -1, 8), DType.FLOAT32, ""),
                new TensorSpec("h_out", List.of(1, -1, 8), DType.FLOAT32, "")));
    assertThat(manifest.scores()).isEqualTo("scores");
    assertThat(manifest.labels()).containsExactly("empty", "walk", "fall");
    assertThat(manifest.cut()).isEqualTo(new CutRule("thumb", 0.15, 6, 2_000_000));
    assertThat(manifest.training()).containsEntry("date", "2026-11-20");
    assertThat(manifest.accuracy()).containsEntry("frame_accuracy", 0.5);
  }

  @Test
  void shouldOverlayLabelsOwnEventRules() {
    EventRules events = TestPacks.tiny(temp).manifest().events();

    assertThat(events.exclusive()).isTrue();
    assertThat(events.updateEveryUs()).isEqualTo(5_000_000);
    assertThat(events.rules())
        .containsExactly(
            new EventRule(0.5, 0.35, 400_000, 400_000, 600_000_000),
            new EventRule(0.5, 0.35, 400_000, 400_000, 600_000_000),
            new EventRule(0.4, 0.2, 240_000, 400_000, 600_000_000));
  }

  @Test
  void shouldLoadWithoutOptionalParts() {
    Pack pack =
        PackLoader.load(
            TestPacks.write(
                temp,
                manifest ->
                    manifest
                        .replaceAll("(?m)^cut:.*$", "")
                        .replaceAll("(?m)^(compatible_with|training|accuracy):.*$", "")));

    assertThat(pack.manifest().cut()).isNull();
    assertThat(pack.manifest().attention()).isNull();
    assertThat(pack.manifest().compatibleWith()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"thumb, 2, 3", "summary, 4, 2", "scores, 1, 3"})
  void shouldReadWhatItLooksAtInAnOutputOfAnyStep(String tensor, int rows, int columns) {
    Pack pack = PackLoader.load(TestPacks.write(temp, TestPacks.attending(tensor, rows, columns)));

    assertThat(pack.manifest().attention()).isEqualTo(new AttentionSpec(tensor, rows, columns));
  }

  @Test
  void shouldHashContent() throws IOException {
    Pack pack = TestPacks.tiny(temp.resolve("a"));

    assertThat(pack.sha256()).matches("[0-9a-f]{64}");
    assertThat(TestPacks.tiny(temp.resolve("b")).sha256()).isEqualTo(pack.sha256());
    assertThat(PackLoader.load(TestPacks.write(temp, m -> m.replace("1.2.3", "1.2.4"))).sha256())
        .isNotEqualTo(pack.sha256());
    assertThat(pack.ref().sha256()).isEqualTo(pack.sha256());
    assertThat(pack.graph(pack.manifest().encoder()))
        .isEqualTo(Files.readAllBytes(pack.folder().resolve("encoder.onnx")));
  }

  /** The edit {@code from -> to} in the right manifest, and the sentence that it must give. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          format: 1                      | format: 2                        | format: this build reads pack format 1, not 2
          format: 1                      | format: one                      | format: this build reads pack format 1, not "one"
          format: 1\\n                   | ``                               | format is missing
          id: tiny                       | id: other                        | id: 'other' must be the folder's name 'tiny'
          id: tiny                       | id: Tiny                         | id: "Tiny" does not have the form
          version: 1.2.3                 | version: 1.2                     | version: number found, string expected
          licence: Apache-2.0\\n         | ``                               | licence is missing
          rate_fps: 12.5                 | rate_fps: 0                      | rate_fps: must have an exclusive minimum value of 0
          rate_fps: 12.5                 | rate_fps: 12.5\\ncolour: blue    | colour is not a known key
          title: A tiny                  | title: "A tiny                   | pack.yaml is not valid YAML at line
          title: A                       | id: A                            | pack.yaml is not valid YAML at line 4, column 3: Duplicate Object property "id"
          pixels: gray8                  | pixels: gray9                    | input.pixels: "gray9" is not known: expected one of gray8, rgb24
          planes: [current, previous]    | planes: [previous]               | input: planes must be [current] or [current, previous], not [PREVIOUS]
          mean: [0.45, 0.45]             | mean: [0.45]                     | input.mean: 1 numbers for 2 channels
          std: [0.25, 0.25]              | std: [0.25, 0.25, 1]             | input.std: 3 numbers for 2 channels
          std: [0.25, 0.25]              | std: [0.25, 0]                   | input.std[1]: must have an exclusive minimum value of 0
          kind: encoder                  | kind: head                       | steps[0].kind: the first step must be the encoder, not a head
          kind: head                     | kind: encoder                    | steps[2].kind: only the first step can be the encoder
          kind: recurrent                | kind: attention                  | steps[1].kind: "attention" is not known: expected one of encoder, recurrent, head
          kind: recurrent                | kind: head                       | steps[1].states: only a recurrent step carries states, not a head
          kind: head                     | kind: recurrent                  | steps[2].states: a recurrent step must carry at least one state
          name: head                     | name: memory                     | steps[2].name: 'memory' is taken by an earlier step
          graph: memory.onnx             | graph: ../memory.onnx            | steps[1].graph: graph '../memory.onnx' must be the name of a file in the pack's own folder
          graph: memory.onnx             | graph: /etc/passwd               | steps[1].graph: graph '/etc/passwd' must be the name of a file in the pack's own folder
          graph: memory.onnx             | graph: gone.onnx                 | steps[1].graph: graph 'gone.onnx' is missing or cannot be read
          graph: memory.onnx             | graph: head.onnx                 | steps[1].graph: graph 'head.onnx' has the SHA-256
          sha256: @memory                | sha256: abc                      | steps[1].sha256: "abc" does not have the form ^[0-9a-f]{64}$
          [N, 2, 8, 12]                  | [N, 1, 8, 12]                    | steps[0].inputs[0].shape: the frame must be float32[N, 2, 8, 12] for this input, not float32[N, 1, 8, 12]
          cut: {tensor: thumb            | attention: {tensor: thumb, rows: 2, columns: 3, heads: 4}\\ncut: {tensor: thumb | attention.heads is not a known key
          cut: {tensor: thumb            | attention: {tensor: thumb, rows: 2}\\ncut: {tensor: thumb                       | attention.columns is missing
          cut: {tensor: thumb            | attention: {tensor: thumb, rows: 0, columns: 3}\\ncut: {tensor: thumb           | attention.rows: must have a minimum value of 1
          cut: {tensor: thumb            | attention: {tensor: thumb, rows: 2, columns: 129}\\ncut: {tensor: thumb         | attention.columns: must have a maximum value of 128
          cut: {tensor: thumb            | attention: {tensor: gone, rows: 2, columns: 3}\\ncut: {tensor: thumb            | attention.tensor: no step gives a tensor 'gone'
          cut: {tensor: thumb            | attention: {tensor: frame, rows: 8, columns: 12}\\ncut: {tensor: thumb          | attention.tensor: no step gives a tensor 'frame'
          cut: {tensor: thumb            | attention: {tensor: thumb, rows: 2, columns: 4}\\ncut: {tensor: thumb           | attention.tensor: 'thumb' must be float32[N, 8] for 8 cells, not float32[N, 6]
          cut: {tensor: thumb            | attention: {tensor: scores, rows: 3, columns: 2}\\ncut: {tensor: thumb          | attention.tensor: 'scores' must be float32[N, 6] for 6 cells, not float32[N, 3]
          thumb, shape: [N, 6]           | thumb, shape: [6, N]             | steps[0].outputs[1].shape: the encoder's outputs must have the batch axis N first, not [6, N]
          thumb, shape: [N, 6]           | thumb, shape: [1, 6]             | steps[0].outputs[1].shape: [1, 6] must hold the batch axis N once
          thumb, shape: [N, 6]           | thumb, shape: [N, M]             | steps[0].outputs[1].shape[1]: "M" is neither a number of at least 1 nor N
          thumb, shape: [N, 6]           | thumb, shape: [N, 6000, 60000]   | steps[0].outputs[1].shape: shape [1, 6000, 60000] is out of range
          thumb, shape: [N, 6]           | feature, shape: [N, 6]           | steps[0].outputs[1].name: the tensor name 'feature' is taken already
          [{name: feature, shape: [N, 6] | [{name: feature, shape: [N, 7]   | steps[1].inputs[0].shape: 'feature' is float32[N, 7] here but float32[N, 6] where it is given
          [{name: feature, shape: [N, 6] | [{name: features, shape: [N, 6]  | steps[1].inputs[0].name: no earlier step gives a tensor 'features'
          shape: [1, N, 8], dtype: float32 | shape: [1, N, 8], dtype: half  | steps[1].states[0].dtype: "half" is not known: expected one of float32, int64, uint8
          input: h, output: h_out        | input: h, output: h              | steps[1].states[0].output: the tensor name 'h' is taken already
          input: h, output: h_out        | input: h, out: h_out             | steps[1].states[0].output is missing
          names: [empty, walk, fall]     | names: [empty, walk, run, fall]  | labels.tensor: 'scores' must be float32[N, 4] for 4 labels, not float32[N, 3]
          labels: {tensor: scores        | labels: {tensor: feature         | labels.tensor: no step after the encoder gives a tensor 'feature'
          cut: {tensor: thumb            | cut: {tensor: summary            | cut.tensor: the encoder gives no float32 tensor 'summary'
          default: {enter: 0.5           | default: {enter: 0.3             | events.default: leave 0.35 must be at most enter 0.3
          fall: {enter: 0.4              | fall: {enter: 0.1                | events.labels.fall: leave 0.2 must be at most enter 0.1
          fall: {enter: 0.4              | fall: {enter: 1.4                | events.labels.fall.enter: must have a maximum value of 1
          fall: {enter: 0.4              | drop: {enter: 0.4                | events.labels.drop: there is no such label in labels.names [empty, walk, fall]
          , max_length_s: 600            | ``                               | events.default.max_length_s is missing
          compatible_with: []            | compatible_with: [x]             | compatible_with[0]: "x" does not have the form
          """)
  void shouldRefuse(String from, String to, String sentence) {
    String before = from.replace("\\n", "\n");
    String after = to.replace("\\n", "\n");
    assertThat(TestPacks.MANIFEST).contains(before);

    InferenceException refused =
        refuse(
            manifest ->
                manifest.replaceFirst(Pattern.quote(before), Matcher.quoteReplacement(after)));

    assertThat(refused).hasMessageContaining(sentence);
    assertThat(refused).hasMessageContaining(temp.toString());
  }

  @Test
  void shouldReportAllProblemsAtOnce() {
    InferenceException refused =
        refuse(
            manifest ->
                manifest
                    .replace("rate_fps: 12.5", "rate: 12.5")
                    .replace("graph: memory.onnx", "graph: gone.onnx")
                    .replace("@head", "0".repeat(64)));

    assertThat(refused.code()).isEqualTo(Code.BAD_MANIFEST);
    assertThat(refused)
        .hasMessageContaining("rate_fps is missing")
        .hasMessageContaining("rate is not a known key")
        .hasMessageContaining("steps[1].graph: graph 'gone.onnx' is missing")
        .hasMessageContaining("steps[2].graph: graph 'head.onnx' has the SHA-256");
  }

  @Test
  void shouldTellKindOfFault() {
    assertThat(refuse(m -> m.replace("graph: memory", "graph: gone")).code())
        .isEqualTo(Code.PACK_NOT_FOUND);
    assertThat(refuse(m -> m.replace("@memory", "0".repeat(64))).code()).isEqualTo(Code.WRONG_HASH);
    assertThat(refuse(m -> m.replace("format: 1", "format: 7")).code())
        .isEqualTo(Code.BAD_MANIFEST);
  }

  @Test
  void shouldRefuseFolderWithoutManifest() {
    InferenceException refused =
        catchThrowableOfType(
            InferenceException.class, () -> PackLoader.load(temp.resolve("nowhere")));

    assertThat(refused.code()).isEqualTo(Code.PACK_NOT_FOUND);
    assertThat(refused).hasMessageContaining("there is no readable pack.yaml in this folder");
  }

  @Test
  void shouldRefuseManifestThatIsNoMapping() {
    assertThat(refuse(manifest -> "")).hasMessageContaining("not a mapping of keys to values");
    assertThat(refuse(manifest -> "- a\n- b"))
        .hasMessageContaining("not a mapping of keys to values");
  }

  @Test
  void shouldRefuseLinkOutOfFolder() throws IOException {
    Path folder = TestPacks.write(temp, manifest -> manifest);
    Path outside = temp.resolve("memory.onnx");
    Files.move(folder.resolve("memory.onnx"), outside);
    Files.createSymbolicLink(folder.resolve("memory.onnx"), outside);

    InferenceException refused =
        catchThrowableOfType(InferenceException.class, () -> PackLoader.load(folder));

    assertThat(refused).hasMessageContaining("must be the name of a file in the pack's own folder");
  }

  @Test
  void shouldRefuseGraphThatChangedAfterLoading() throws IOException {
    Pack pack = TestPacks.tiny(temp);
    Files.write(pack.folder().resolve("encoder.onnx"), new byte[] {1, 2, 3});

    InferenceException refused =
        catchThrowableOfType(InferenceException.class, () -> pack.graph(pack.manifest().encoder()));

    assertThat(refused.code()).isEqualTo(Code.WRONG_HASH);
  }

  private InferenceException refuse(UnaryOperator<String> edit) {
    Path folder = TestPacks.write(temp, edit);
    return assertThrows(InferenceException.class, () -> PackLoader.load(folder));
  }
}
