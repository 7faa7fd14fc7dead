package io.afterimage.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.app.cli.CapturedShell;
import io.afterimage.app.cli.Cli;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SimulateCommandTest {
  @TempDir private Path folder;
  private CapturedShell shell;

  @BeforeEach
  void prepare() {
    shell = new CapturedShell(folder, Map.of());
  }

  @Test
  void shouldWriteAVideoAndItsLabels() {
    int status = run("--out", "a.mp4", "--labels", "a.csv", "--duration", "2s", "--size", "96x64");

    assertThat(status).isZero();
    assertThat(folder.resolve("a.mp4")).isNotEmptyFile();
    assertThat(folder.resolve("a.csv"))
        .content()
        .startsWith("start_s,end_s,label\n0.000,")
        .contains(",2.000,");
    assertThat(shell.err()).doesNotContain("Drawing");
  }

  @Test
  void shouldTellEverythingThatIsWrongAtOnce() {
    assertThat(run("--out", "a.mp4", "--fps", "1000", "--size", "big", "--seed", "x")).isEqualTo(2);
    assertThat(shell.err()).contains("seed must be").contains("size must").contains("fps must");
  }

  @Test
  void shouldSayThatTheVideoCannotBeWritten() {
    assertThat(run("--out", "missing/a.mp4", "--duration", "1s")).isNotZero();
    assertThat(shell.err()).contains("missing").doesNotContain("unexpected");
  }

  @Test
  void shouldAskForAFile() {
    assertThat(run()).isEqualTo(2);
    assertThat(shell.err()).contains("Missing required option: '--out=FILE'");
  }

  private int run(String... args) {
    String[] all = new String[args.length + 1];
    all[0] = "simulate";
    System.arraycopy(args, 0, all, 1, args.length);
    return new Cli(shell.shell(), Afterimage.class).run(all);
  }
}
