package io.afterimage.inference;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.afterimage.inference.pack.Pack;
import io.afterimage.inference.pack.PackLoader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Writes pack folders from the tiny graphs that {@code make_test_graphs.py} made. */
public final class TestPacks {
  /** The manifest of a pack that is right; {@code @GRAPH} stands for that graph's hash. */
  public static final String MANIFEST =
      """
      format: 1
      id: tiny
      version: 1.2.3
      title: A tiny pack for tests
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
        - name: memory
          kind: recurrent
          graph: memory.onnx
          sha256: @memory
          inputs: [{name: feature, shape: [N, 6], dtype: float32}]
          states: [{input: h, output: h_out, shape: [1, N, 8], dtype: float32}]
          outputs: [{name: summary, shape: [N, 8], dtype: float32}]
        - name: head
          kind: head
          graph: head.onnx
          sha256: @head
          inputs: [{name: summary, shape: [N, 8], dtype: float32}]
          outputs: [{name: scores, shape: [N, 3], dtype: float32}]
      labels: {tensor: scores, names: [empty, walk, fall]}
      cut: {tensor: thumb, threshold: 0.15, hold_frames: 6, settle_s: 2.0}
      events:
        exclusive: true
        update_every_s: 5.0
        default: {enter: 0.5, leave: 0.35, min_duration_s: 0.4, merge_gap_s: 0.4, max_length_s: 600}
        labels:
          fall: {enter: 0.4, leave: 0.2, min_duration_s: 0.24}
      compatible_with: []
      training: {data: none, command: none, date: 2026-11-20}
      accuracy: {frame_accuracy: 0.5}
      """;

  private TestPacks() {}

  /** Writes the pack {@code tiny} below a folder, its manifest edited. */
  public static Path write(Path parent, UnaryOperator<String> edit) {
    return write(
        parent.resolve("tiny"),
        edit.apply(MANIFEST),
        Stream.of("encoder", "memory", "head", "poison", "mixing", "fragile")
            .map(graph -> "/graphs/" + graph + ".onnx")
            .toList());
  }

  /**
   * Writes a folder.
   *
   * @param resources its files; {@code @NAME} in the manifest, without the ending, stands for the
   *     hash
   */
  static Path write(Path folder, String manifest, List<String> resources) {
    try {
      Files.createDirectories(folder);
      String hashed = manifest;
      for (String resource : resources) {
        byte[] bytes = resource(resource);
        String file = resource.substring(resource.lastIndexOf('/') + 1);
        Files.write(folder.resolve(file), bytes);
        hashed = hashed.replace("@" + file.substring(0, file.indexOf('.')), sha256(bytes));
      }
      Files.write(folder.resolve("pack.yaml"), hashed.getBytes(UTF_8));
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The pack {@code tiny}, loaded. */
  public static Pack tiny(Path parent) {
    return PackLoader.load(write(parent, manifest -> manifest));
  }

  /** The edit that makes the pack say what it looks at. */
  public static UnaryOperator<String> attending(String tensor, int rows, int columns) {
    String part = "attention: {tensor: %s, rows: %d, columns: %d}%n";
    return manifest -> manifest.replace("cut: {", part.formatted(tensor, rows, columns) + "cut: {");
  }

  /** A pack whose encoder fails for frames that begin with a white pixel. */
  public static Pack fragile(Path parent) {
    return PackLoader.load(
        write(
            parent,
            manifest ->
                manifest
                    .replace("graph: encoder.onnx", "graph: fragile.onnx")
                    .replace("@encoder", "@fragile")
                    .replace("mean: [0.45, 0.45]", "mean: [0, 0]")
                    .replace("std: [0.25, 0.25]", "std: [1, 1]")));
  }

  /** A pack whose memory gives no numbers for a feature of zeros. */
  public static Pack poison(Path parent) {
    return remembering(parent, "poison");
  }

  /** A pack whose memory adds what all frames of a run have in common to the state of each. */
  public static Pack mixing(Path parent) {
    return remembering(parent, "mixing");
  }

  private static Pack remembering(Path parent, String graph) {
    return PackLoader.load(
        write(
            parent,
            manifest ->
                manifest
                    .replace("graph: memory.onnx", "graph: " + graph + ".onnx")
                    .replace("@memory", "@" + graph)
                    .replace("summary, shape: [N, 8]", "scores, shape: [N, 3]")
                    .replaceAll("(?s)  - name: head.*?\nlabels:", "labels:")));
  }

  /** The bytes of a test graph. */
  public static byte[] graph(String name) {
    return resource("/graphs/" + name + ".onnx");
  }

  /** The bytes of a resource. */
  public static byte[] resource(String name) {
    try (InputStream in = TestPacks.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
