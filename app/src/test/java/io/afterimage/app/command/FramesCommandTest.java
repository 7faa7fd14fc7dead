package io.afterimage.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.app.cli.CapturedShell;
import io.afterimage.app.cli.Cli;
import io.afterimage.inference.pack.PackLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FramesCommandTest {
  private static final Path PACK = Path.of("..", "packs", "room-activity").toAbsolutePath();

  @TempDir private Path folder;
  private CapturedShell shell;

  @BeforeEach
  void prepare() {
    shell = new CapturedShell(folder, Map.of());
  }

  @Test
  void shouldWriteTheRecordsThatThePackReads() throws IOException {
    String source = "sim:room?seed=2&fps=25&size=320x240&duration=2s";
    assertThat(run(source, "--out", "a.frames")).isZero();

    int size = PackLoader.load(PACK).manifest().input().byteSize();
    byte[] records = Files.readAllBytes(folder.resolve("a.frames"));
    assertThat(records).hasSize(25 * size);
    // Each frame's second plane is the first plane of the frame before.
    for (int frame = 1; frame < 25; frame++) {
      int at = frame * size;
      byte[] previous = Arrays.copyOfRange(records, at + size / 2, at + size);
      assertThat(previous).isEqualTo(Arrays.copyOfRange(records, at - size, at - size / 2));
    }
    List<String> lines = Files.readAllLines(folder.resolve("a.frames.csv"));
    assertThat(lines)
        .hasSize(26)
        .startsWith(
            "seq,pts_us,new_epoch,label,left,top,right,bottom",
            "0,0,true,empty,,,,",
            "1,80000,false,empty,,,,");
  }

  /** With points in its numbers, whatever this machine's language writes there. */
  @Test
  void shouldTellWhereTheSimulatorsPersonIs() throws IOException {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try {
      assertThat(run("sim:room?seed=2&size=320x240&duration=12s", "--out", "a.frames")).isZero();
    } finally {
      Locale.setDefault(before);
    }

    List<String> lines = Files.readAllLines(folder.resolve("a.frames.csv"));
    int boxes = 0;
    for (String line : lines.subList(1, lines.size())) {
      String[] columns = line.split(",", -1);
      assertThat(columns).as(line).hasSize(8);
      if (!columns[3].equals("empty")) {
        assertThat(Double.parseDouble(columns[4])).isBetween(0.0, Double.parseDouble(columns[6]));
        assertThat(Double.parseDouble(columns[5])).isBetween(0.0, Double.parseDouble(columns[7]));
        boxes++;
      }
    }
    assertThat(boxes).isGreaterThan(10);
  }

  @Test
  void shouldSampleAtAnotherRate() throws IOException {
    String source = "sim:room?seed=2&fps=25&size=320x240&duration=1s";
    assertThat(run(source, "--out", "a.frames", "--rate", "25")).isZero();
    assertThat(Files.readAllLines(folder.resolve("a.frames.csv")))
        .hasSize(26)
        .contains("1,40000,false,empty,,,,");

    assertThat(run(source, "--out", "b.frames", "--rate", "0")).isEqualTo(2);
    assertThat(shell.err()).contains("--rate is 0.0; it must be above 0");
    assertThat(folder.resolve("b.frames")).doesNotExist();
  }

  @Test
  void shouldSayThatASourceCannotBeRead() {
    assertThat(run("gone.mp4", "--out", "a.frames")).isEqualTo(3);
    assertThat(shell.err()).contains("gone.mp4 does not exist").doesNotContain("Exception");
    assertThat(folder.resolve("a.frames")).doesNotExist();
  }

  @Test
  void shouldSayThatTheFileCannotBeWritten() {
    String source = "sim:room?seed=2&duration=1s";
    assertThat(run(source, "--out", "missing/a.frames")).isEqualTo(2);
    assertThat(shell.err()).contains("a.frames cannot be written").doesNotContain("Exception");
  }

  private int run(String... args) {
    Stream<String> all =
        Stream.concat(Stream.of("frames", "--pack", PACK.toString()), Arrays.stream(args));
    return new Cli(shell.shell(), Afterimage.class).run(all.toArray(String[]::new));
  }
}
