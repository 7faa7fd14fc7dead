package io.afterimage.app.command;

import io.afterimage.app.cli.Shell;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints what makes the Tab key complete commands and options. */
@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    header = "Print a completion script for bash or zsh.",
    footerHeading = "%nExample:%n",
    footer = "  source <(afterimage completion)")
public final class CompletionCommand implements Runnable {
  private final Shell shell;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it.
  private CommandSpec command;

  CompletionCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public void run() {
    CommandLine root = command.root().commandLine();
    shell.out().print(AutoComplete.bash(root.getCommandName(), root));
    shell.out().flush();
  }
}
