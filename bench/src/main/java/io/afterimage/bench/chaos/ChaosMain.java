package io.afterimage.bench.chaos;

import io.afterimage.app.cli.Cli;
import io.afterimage.app.cli.Shell;

/** The entry of {@code bench/chaos}. */
public final class ChaosMain {
  private ChaosMain() {}

  /** Runs the command line and ends the process with its status. */
  public static void main(String[] args) {
    System.exit(new Cli(Shell.ofProcess(), ChaosCommand.class).run(args));
  }
}
