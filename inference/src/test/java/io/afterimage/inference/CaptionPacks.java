package io.afterimage.inference;

import io.afterimage.inference.pack.Pack;
import io.afterimage.inference.pack.PackLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/** Writes packs that caption from the tiny graphs that {@code make_caption_graphs.py} made. */
public final class CaptionPacks {
  /** The manifest of a pack that is right; {@code @FILE} stands for that file's hash. */
  public static final String MANIFEST =
      """
      format: 1
      id: teller
      version: 1.0.0
      title: A tiny pack that captions, for tests
      licence: Apache-2.0
      rate_fps: 12.5
      input:
        width: 12
        height: 8
        pixels: gray8
        planes: [current, previous]
        fit: stretch
        mean: [0.45, 0.45]
        std: [0.25, 0.25]
      steps:
        - name: encoder
          kind: encoder
          graph: encoder.onnx
          sha256: @encoder
          inputs: [{name: frame, shape: [N, 2, 8, 12], dtype: float32}]
          outputs:
            - {name: feature, shape: [N, 6], dtype: float32, meaning: "what is seen"}
            - {name: thumb, shape: [N, 6], dtype: float32}
        - name: init
          kind: caption_init
          graph: temporal_init.onnx
          sha256: @temporal_init
          inputs:
            - {name: feature, shape: [N, 5, 6], dtype: float32}
            - {name: mask, shape: [N, 5], dtype: float32}
          states:
            - {output: h0, state: h, shape: [N, 4], dtype: float32}
            - {output: c0, state: c, shape: [2, N, 2], dtype: float32}
          outputs:
            - {name: keys, shape: [5, N, 3], dtype: float32}
            - {name: values, shape: [N, 5, 6], dtype: float32}
        - name: word
          kind: caption_step
          graph: temporal_step.onnx
          sha256: @temporal_step
          inputs:
            - {name: word, shape: [N], dtype: int64}
            - {name: keys, shape: [5, N, 3], dtype: float32}
            - {name: values, shape: [N, 5, 6], dtype: float32}
            - {name: mask, shape: [N, 5], dtype: float32}
          states:
            - {input: h, output: h_out, shape: [N, 4], dtype: float32}
            - {input: c, output: c_out, shape: [2, N, 2], dtype: float32}
          outputs:
            - {name: log_probs, shape: [N, 9], dtype: float32}
            - {name: attention, shape: [N, 5], dtype: float32}
      caption:
        kind: temporal
        frames: 5
        tensors: [feature]
        word: word
        log_probs: log_probs
        attention: attention
        vocabulary: vocabulary.txt
        vocabulary_sha256: @vocabulary
        decoding: {method: beam, width: 3, max_words: 12, length_power: 0.7}
        when: {labels: [sit_down, fall], period_s: 10.0, min_s: 1.0}
        similarity: {max_equal: 0.8, remember_s: 60}
      training: {data: none}
      accuracy: {bleu_1: 0.5}
      """;

  private static final List<String> FILES =
      List.of(
          "/graphs/encoder.onnx",
          "/captions/temporal_init.onnx",
          "/captions/temporal_step.onnx",
          "/captions/spatial_init.onnx",
          "/captions/spatial_step.onnx",
          "/captions/still_init.onnx",
          "/captions/still_step.onnx",
          "/captions/broken_step.onnx",
          "/captions/vocabulary.txt");

  private CaptionPacks() {}

  /** Writes the pack {@code teller} below a folder, its manifest edited. */
  public static Path write(Path parent, UnaryOperator<String> edit) {
    return TestPacks.write(parent.resolve("teller"), edit.apply(MANIFEST), FILES);
  }

  /** The pack {@code teller}, loaded; its words attend to the frames of a window. */
  public static Pack temporal(Path parent) {
    return PackLoader.load(write(parent, manifest -> manifest));
  }

  /** A pack whose words attend to the six cells of one picture. */
  public static Pack spatial(Path parent) {
    return PackLoader.load(write(parent, CaptionPacks::spatial));
  }

  /** A pack whose words attend to nothing. */
  public static Pack still(Path parent) {
    return PackLoader.load(
        write(
            parent,
            manifest ->
                spatial(manifest)
                    .replace("spatial", "still")
                    .replaceAll("(?m)^ *- \\{name: (keys|values|attention),.*\n", "")
                    .replaceAll("(?m)^  (grid|attention):.*\n", "")
                    .replace("outputs:\n  - name: word", "outputs: []\n  - name: word")));
  }

  /** A pack whose step gives no numbers for a window whose feature falls below -2. */
  public static Pack broken(Path parent) {
    return PackLoader.load(
        write(
            parent,
            manifest ->
                manifest
                    .replace("temporal_step.onnx", "broken_step.onnx")
                    .replace("@temporal_step", "@broken_step")));
  }

  private static String spatial(String manifest) {
    return manifest
        .replace("kind: temporal", "kind: spatial\n  grid: {rows: 2, columns: 3}")
        .replace("temporal_", "spatial_")
        .replace("frames: 5", "frames: 1")
        .replace("tensors: [feature]", "tensors: [thumb]")
        .replaceAll("(?m)^ *- \\{name: mask,.*\n", "")
        .replace("{name: feature, shape: [N, 5, 6]", "{name: thumb, shape: [N, 1, 6]")
        .replace("[5, N, 3]", "[6, N, 3]")
        .replace("[N, 5, 6]", "[N, 6, 1]")
        .replace("{name: attention, shape: [N, 5]", "{name: attention, shape: [N, 6]");
  }
}
