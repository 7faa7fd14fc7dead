package io.afterimage.bench.state;

import io.afterimage.app.cli.Cli;
import io.afterimage.app.cli.Shell;

/** The entry of {@code bench/state}. */
public final class StateMain {
  private StateMain() {}

  /** Runs the command line and ends the process with its status. */
  public static void main(String[] args) {
    System.exit(new Cli(Shell.ofProcess(), StateCommand.class).run(args));
  }
}
