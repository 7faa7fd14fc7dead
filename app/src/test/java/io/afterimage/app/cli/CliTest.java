package io.afterimage.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.app.command.Afterimage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class CliTest {
  @TempDir private Path folder;

  @TestFactory
  Stream<DynamicTest> shouldExplainEveryCommand() {
    List<DynamicTest> tests = new ArrayList<>();
    explain(new Cli(shell().shell(), Afterimage.class).commands(), "", tests);
    return tests.stream();
  }

  private void explain(CommandLine command, String path, List<DynamicTest> tests) {
    tests.add(
        DynamicTest.dynamicTest(
            "afterimage" + path,
            () -> {
              CapturedShell shell = shell();
              assertThat(run(shell, (path + " --help").strip().split(" "))).isZero();
              assertThat(shell.out()).contains("Usage: afterimage" + path);
              assertThat(shell.err()).isEmpty();
            }));
    command
        .getSubcommands()
        .forEach((name, subcommand) -> explain(subcommand, path + " " + name, tests));
  }

  @Test
  void shouldDocumentEveryExitCode() {
    CapturedShell shell = shell();
    run(shell, "--help");
    assertThat(Arrays.stream(ExitCode.values()).map(code -> Integer.toString(code.status())))
        .allSatisfy(status -> assertThat(shell.out()).contains("\n  " + status + " "));
  }

  @Test
  void shouldShowItsHelpWhenNoCommandIsGiven() {
    CapturedShell shell = shell();
    assertThat(run(shell)).isEqualTo(2);
    assertThat(shell.err()).contains("Usage: afterimage").contains("To begin with:");
  }

  @Test
  void shouldGuessAMistypedCommand() {
    CapturedShell shell = shell();
    assertThat(run(shell, "wach")).isEqualTo(2);
    assertThat(shell.err())
        .isEqualToNormalizingNewlines(
            "afterimage: unknown command 'wach', did you mean 'watch'?\nafterimage: see 'afterimage --help'\n");
  }

  @Test
  void shouldGuessAMistypedOption() {
    CapturedShell shell = shell();
    assertThat(run(shell, "watch", "--kafak", "x")).isEqualTo(2);
    assertThat(shell.err()).contains("unknown option '--kafak', did you mean '--kafka'?");
  }

  @Test
  void shouldTellEveryWrongSettingOnItsOwnLine() throws Exception {
    Files.writeString(folder.resolve("afterimage.yaml"), "metrics: {prot: 1}");
    CapturedShell shell = shell();
    assertThat(run(shell, "watch", "--set", "topics.partitions=x", "--set", "nonsense"))
        .isEqualTo(2);
    assertThat(shell.err().lines())
        .hasSize(3)
        .allMatch(line -> line.startsWith("afterimage: "))
        .noneMatch(line -> line.contains("Exception"));
  }

  @Test
  void shouldSayThatNoBrokerIsThereToWatch() {
    CapturedShell shell = shell();
    assertThat(run(shell, "watch", "--data", folder.resolve("none").toString())).isEqualTo(4);
    assertThat(shell.err()).contains("name a cluster with --kafka");
  }

  @Test
  void shouldSayThatTheNamedBrokerDoesNotAnswer() {
    CapturedShell shell = shell();
    assertThat(
            run(shell, "watch", "--kafka", "127.0.0.1:1", "--set", "kafka.connect_timeout=500ms"))
        .isEqualTo(4);
    assertThat(shell.err()).startsWith("afterimage: no Kafka broker answered at 127.0.0.1:1");
  }

  @Test
  void shouldCompleteCommandsAndOptions() {
    CapturedShell shell = shell();
    assertThat(run(shell, "completion")).isZero();
    assertThat(shell.out()).contains("complete -F").contains("watch").contains("--from-start");
  }

  private CapturedShell shell() {
    return new CapturedShell(folder, Map.of());
  }

  private static int run(CapturedShell shell, String... args) {
    return new Cli(shell.shell(), Afterimage.class).run(args);
  }
}
