package io.afterimage.app.memory;

import io.afterimage.app.cli.CommandGroup;
import io.afterimage.app.cli.Shell;
import picocli.CommandLine.Command;

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
public final class MemoryCommand extends CommandGroup {
  MemoryCommand(Shell shell) {
    super(shell);
  }
}
