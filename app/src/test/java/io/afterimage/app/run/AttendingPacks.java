package io.afterimage.app.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/** Packs around the shipped one's encoder that tell what they look at, or do not. */
final class AttendingPacks {
  private static final Path SHIPPED = Path.of("..", "packs", "room-activity");
  private static final String ID = "room-activity";

  private static final List<String> WORDS =
      List.of("<pad>", "<start>", "<end>", "<unknown>", "somebody", "moves");

  private static final String STEPS =
      """
      - name: init
        kind: caption_init
        graph: init.onnx
        sha256: @init
        inputs:
        - {name: feature, shape: [N, 1, 384], dtype: float32}
        states:
        - {output: h0, state: h, shape: [N, 1], dtype: float32}
        outputs: []
      - name: word
        kind: caption_step
        graph: @kind.onnx
        sha256: @step
        inputs:
        - {name: word, shape: [N], dtype: int64}
        states:
        - {input: h, output: h_out, shape: [N, 1], dtype: float32}
        outputs: [{name: log_probs, shape: [N, 6], dtype: float32}@output]
      caption:
        kind: @kind
        frames: 1
        tensors: [feature]
        word: word
        log_probs: log_probs
        vocabulary: words.txt
        vocabulary_sha256: @words
        decoding: {method: greedy, max_words: 4}
        when: {labels: [empty, walk, stand, sit, lie], period_s: 1.0, min_s: 0.1}
        @part
      """;

  private AttendingPacks() {}

  /** The shipped pack without what it looks at. */
  static Path plain(Path parent) throws IOException {
    return actions(parent, "");
  }

  /** The shipped pack, whose scores stand for what it looks at: they make 1, too. */
  static Path attending(Path parent) throws IOException {
    return actions(parent, "attention: {tensor: scores, rows: 3, columns: 3}\n");
  }

  private static Path actions(Path parent, String attention) throws IOException {
    Path folder = Files.createDirectories(parent.resolve(ID));
    copy(folder, "encoder.onnx");
    copy(folder, "memory.onnx");
    String manifest = shipped().replaceAll("(?m)^attention:.*\\R", "");
    Files.writeString(folder.resolve("pack.yaml"), manifest + attention);
    return folder;
  }

  /** A caption pack that says one sentence of one frame and looks at nothing. */
  static Path still(Path parent) throws IOException {
    return captions(parent, "still", "", "");
  }

  /** The same, looking at six cells. */
  static Path spatial(Path parent) throws IOException {
    return captions(
        parent,
        "spatial",
        ", {name: looked, shape: [N, 6], dtype: float32}",
        "attention: looked\n  grid: {rows: 2, columns: 3}");
  }

  private static Path captions(Path parent, String kind, String output, String part)
      throws IOException {
    Path folder = Files.createDirectories(parent.resolve(kind));
    copy(folder, "encoder.onnx");
    byte[] init = graph(folder, "init");
    byte[] step = graph(folder, kind);
    byte[] words = String.join("\n", WORDS).getBytes(UTF_8);
    Files.write(folder.resolve("words.txt"), words);
    String shipped = shipped();
    String encoder =
        shipped
            .substring(0, shipped.indexOf("- name: memory"))
            .replaceFirst("(?m)^id: .*$", "id: " + kind);
    Files.writeString(
        folder.resolve("pack.yaml"),
        encoder
            + STEPS
                .replace("@init", sha256(init))
                .replace("@step", sha256(step))
                .replace("@words", sha256(words))
                .replace("@kind", kind)
                .replace("@output", output)
                .replace("@part", part));
    return folder;
  }

  private static String shipped() throws IOException {
    return Files.readString(SHIPPED.resolve("pack.yaml"));
  }

  private static void copy(Path folder, String file) throws IOException {
    Files.copy(SHIPPED.resolve(file), folder.resolve(file));
  }

  private static byte[] graph(Path folder, String name) throws IOException {
    String resource = "/captions/" + name + ".onnx";
    try (InputStream in = AttendingPacks.class.getResourceAsStream(resource)) {
      byte[] bytes = Objects.requireNonNull(in, resource).readAllBytes();
      return Files.readAllBytes(Files.write(folder.resolve(name + ".onnx"), bytes));
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
