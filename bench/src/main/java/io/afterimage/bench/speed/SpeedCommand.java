package io.afterimage.bench.speed;

import io.afterimage.app.cli.ExitCode;
import io.afterimage.app.cli.Shell;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Measures speed. */
@Command(
    name = "speed",
    header = "Measure how fast the stages are, each beside its limit in the same run.",
    description =
        "%nEach command measures in rounds, in which the order changes, and adds what it found to bench/results.jsonl; 'report' makes bench/RESULTS.md of that.%n",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    subcommands = {
      DecodeCommand.class,
      EncodeCommand.class,
      BrokerCommand.class,
      StepCommand.class,
      PipelineCommand.class,
      CamerasCommand.class,
      LatencyCommand.class,
      MemoryCommand.class,
      StartCommand.class,
      ReportCommand.class,
      PlanCommand.class
    })
public final class SpeedCommand implements Callable<Integer> {
  private final Shell shell;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it.
  private CommandSpec command;

  SpeedCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    command.commandLine().usage(shell.err());
    return ExitCode.USAGE.status();
  }
}
