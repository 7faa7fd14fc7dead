package io.afterimage.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.app.cli.CapturedShell;
import io.afterimage.app.cli.Cli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PacksCommandTest {
  private static final Path SHIPPED =
      Path.of("../packs/room-activity").toAbsolutePath().normalize();

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
  void shouldFindASoundPackSound() {
    assertThat(run("check", "packs/room-activity")).isZero();
    assertThat(shell.out()).matches("pack room-activity \\S+ is sound\\s+");
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
    return new Cli(shell.shell(), Afterimage.class).run(all);
  }
}
