package io.afterimage.app.memory;

import io.afterimage.app.cli.CommonOptions;
import io.afterimage.app.cli.ExitCode;
import io.afterimage.app.cli.Shell;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What is kept of cameras. */
@Command(
    name = "memory",
    header = "List, show and forget what is kept of cameras.",
    synopsisSubcommandLabel = "COMMAND",
    description =
        "%nAsks the running instances: any one of them answers for all. It finds them through the cluster that --kafka names, else through an 'afterimage run' or 'demo' on this machine.%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  afterimage memory list --kafka broker:9092",
      "  afterimage memory show door --values",
      "  afterimage memory forget door --topics"
    },
    subcommands = {ListCommand.class, ShowCommand.class, ForgetCommand.class})
public final class MemoryCommand implements Callable<Integer> {
  private final Shell shell;
  @Mixin private final CommonOptions common = new CommonOptions();

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it.
  private CommandSpec command;

  MemoryCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    shell.config(common);
    command.commandLine().usage(shell.err());
    return ExitCode.USAGE.status();
  }
}
