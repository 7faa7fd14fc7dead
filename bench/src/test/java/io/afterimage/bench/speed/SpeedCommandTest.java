package io.afterimage.bench.speed;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.app.cli.Cli;
import io.afterimage.app.cli.Shell;
import io.afterimage.app.cli.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Its help. */
class SpeedCommandTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "decode",
        "encode",
        "broker",
        "step",
        "pipeline",
        "cameras",
        "latency",
        "memory",
        "start",
        "report",
        "plan"
      })
  void shouldExplainItself(String command) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    Shell shell = new Shell(stream, stream, Terminal.NONE, Map.of(), Path.of("."));

    int status = new Cli(shell, SpeedCommand.class).run(command, "--help");

    assertThat(status).isZero();
    // A text that is no format is shown as it stands.
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("Usage: speed " + command)
        .doesNotContain("%n");
  }
}
