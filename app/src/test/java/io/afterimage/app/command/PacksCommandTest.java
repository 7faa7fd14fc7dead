package io.afterimage.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.app.cli.CapturedShell;
import io.afterimage.app.cli.Cli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PacksCommandTest {
  private static final Path SHIPPED =
      Path.of("../packs/room-activity").toAbsolutePath().normalize();

  private static final Path TINY =
      Path.of("../inference/src/test/resources").toAbsolutePath().normalize();

  @TempDir private Path folder;
  private CapturedShell shell;

  @BeforeEach
  void copyThePack() throws IOException {
    shell = new CapturedShell(folder, Map.of());
    Path copy = Files.createDirectories(folder.resolve("packs/room-activity"));
    try (var files = Files.list(SHIPPED)) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
  }

  @Test
  void shouldListThePacksBelowTheWorkingFolder() {
    assertThat(run("list")).isZero();
    assertThat(shell.out().lines()).singleElement().asString().startsWith("room-activity ");
  }

  @Test
  void shouldDescribeAPack() {
    assertThat(run("describe", "room-activity")).isZero();
    assertThat(shell.out())
        .contains("  labels    empty, walk, stand")
        .contains("  rate      12.5 frames a second")
        .contains("encoder (encoder, encoder.onnx)")
        .contains("memory (recurrent, memory.onnx), remembers ");
  }

  @Test
  void shouldSayOnHowManyCellsAPackLooks() throws IOException {
    Path manifest = folder.resolve("packs/room-activity/pack.yaml");
    String silent = Files.readString(manifest).replaceAll("(?m)^attention:.*\\R", "");
    Files.delete(manifest);
    Files.writeString(manifest, silent);
    assertThat(run("describe", "room-activity")).isZero();
    assertThat(shell.out()).doesNotContain("  attention ");

    Files.writeString(manifest, silent + "attention: {tensor: thumb, rows: 6, columns: 8}\n");
    assertThat(run("describe", "room-activity")).isZero();
    assertThat(shell.out()).contains("  attention 6 x 8 cells");
  }

  @Test
  void shouldFindASoundPackSound() {
    assertThat(run("check", "packs/room-activity")).isZero();
    assertThat(shell.out()).matches("pack room-activity \\S+ is sound\\s+");
  }

  @Test
  void shouldCopeWithAPackThatCaptions() throws IOException {
    writeTeller();

    assertThat(run("check", "packs/teller")).isZero();
    assertThat(shell.out()).contains("pack teller 1.0.0 is sound");
    assertThat(run("describe", "teller")).isZero();
    assertThat(shell.out())
        .contains("  captions  temporal, up to 5 frames")
        .contains("  words     9")
        .contains("  decoding  beam of 3, up to 12 words, length power 0.7")
        .contains("init (caption_init, temporal_init.onnx)")
        .contains("word (caption_step, temporal_step.onnx), remembers h [1, 4], c [2, 1, 2]")
        .doesNotContain("  labels ");

    assertThat(cli("run", "sim:room?seed=1&duration=1s", "--pack", "teller")).isEqualTo(5);
    assertThat(shell.err()).contains("pack 'teller' captions and has no labels");

    assertThat(captioned("teller")).isEqualTo(5);
    assertThat(shell.err())
        .contains("pack 'teller' cannot caption what 'room-activity' sees")
        .contains("another encoder");
    assertThat(captioned("room-activity")).isEqualTo(5);
    assertThat(shell.err()).contains("pack 'room-activity' does not caption");
    assertThat(captioned("nobody")).isEqualTo(5);
    assertThat(shell.err()).contains("there is no pack 'nobody'");
    assertThat(captioned("auto,teller")).isEqualTo(2);
    assertThat(shell.err()).contains("captions.packs must be 'auto', 'none', or the ids");

    Files.writeString(folder.resolve("packs/teller/vocabulary.txt"), "hello");
    assertThat(run("check", "packs/teller")).isEqualTo(5);
    assertThat(shell.err()).contains("caption.vocabulary: vocabulary 'vocabulary.txt' has the SHA");
  }

  private int captioned(String packs) {
    return cli("run", "sim:room?seed=1&duration=1s", "--captions", packs);
  }

  /** The tiny pack that the captions' own tests use. */
  private void writeTeller() throws IOException {
    Path teller = Files.createDirectories(folder.resolve("packs/teller"));
    String manifest = Files.readString(TINY.resolve("captions/pack.yaml"));
    for (String file :
        List.of(
            "graphs/encoder.onnx",
            "captions/temporal_init.onnx",
            "captions/temporal_step.onnx",
            "captions/vocabulary.txt")) {
      byte[] bytes = Files.readAllBytes(TINY.resolve(file));
      Path copy = teller.resolve(TINY.resolve(file).getFileName());
      Files.write(copy, bytes);
      String name = copy.getFileName().toString();
      manifest = manifest.replace("@" + name.substring(0, name.indexOf('.')), sha256(bytes));
    }
    Files.writeString(teller.resolve("pack.yaml"), manifest);
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void shouldNameThePacksThatThereAre() {
    assertThat(run("describe", "rom-activity")).isEqualTo(5);
    assertThat(shell.err())
        .contains("there is no pack 'rom-activity'")
        .contains("there is room-activity");
  }

  @Test
  void shouldTellWhatIsWrongWithAPack() throws IOException {
    Files.write(folder.resolve("packs/room-activity/memory.onnx"), new byte[] {1, 2, 3});
    assertThat(run("check", "packs/room-activity")).isEqualTo(5);
    assertThat(shell.err()).contains("memory.onnx").doesNotContain("Exception");
    assertThat(run("list")).isEqualTo(5);
    assertThat(shell.err()).contains("packs check");
  }

  @Test
  void shouldSayThatAFolderIsMissing() {
    assertThat(run("check", "nowhere")).isEqualTo(5);
    assertThat(shell.err()).contains("nowhere");
  }

  private int run(String... args) {
    String[] all = new String[args.length + 1];
    all[0] = "packs";
    System.arraycopy(args, 0, all, 1, args.length);
    return cli(all);
  }

  private int cli(String... args) {
    return new Cli(shell.shell(), Afterimage.class).run(args);
  }
}
