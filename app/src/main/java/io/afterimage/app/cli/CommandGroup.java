package io.afterimage.app.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that holds others: by itself it checks the settings and tells how it is used. */
public abstract class CommandGroup implements Callable<Integer> {
  /** What surrounds the commands. */
  protected final Shell shell;

  @Mixin private final CommonOptions common = new CommonOptions();

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it.
  private CommandSpec command;

  /**
   * @param shell what surrounds the commands
   */
  protected CommandGroup(Shell shell) {
    this.shell = shell;
  }

  @Override
  public final Integer call() {
    shell.config(common);
    command.commandLine().usage(shell.err());
    return ExitCode.USAGE.status();
  }
}
