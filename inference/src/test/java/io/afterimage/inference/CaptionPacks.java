package io.afterimage.inference;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.afterimage.inference.pack.Pack;
import io.afterimage.inference.pack.PackLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/** Writes packs that caption from the tiny graphs that {@code make_caption_graphs.py} made. */
public final class CaptionPacks {
  /** The manifest of a pack that is right; {@code @FILE} stands for that file's hash. */
  public static final String MANIFEST =
      new String(TestPacks.resource("/captions/pack.yaml"), UTF_8);

  private static final List<String> FILES =
      List.of(
          "/graphs/encoder.onnx",
          "/captions/temporal_init.onnx",
          "/captions/temporal_step.onnx",
          "/captions/spatial_init.onnx",
          "/captions/spatial_step.onnx",
          "/captions/hard_step.onnx",
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

  /** A pack like the spatial one whose words attend to one cell each. */
  public static Pack hard(Path parent) {
    return PackLoader.load(write(parent, CaptionPacks::hard));
  }

  /** The edit that makes {@link #hard(Path)}. */
  public static String hard(String manifest) {
    return spatial(manifest)
        .replace("spatial_step", "hard_step")
        .replaceAll(
            "(?m)^( *)(- \\{name: word, shape.*)$",
            "$1$2\n$1- {name: chance, shape: [N], dtype: float32}")
        .replaceAll("(?m)^  attention: .*$", "$0\n  chance: chance");
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
