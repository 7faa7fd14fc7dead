package io.afterimage.bench.speed;

import io.afterimage.app.cli.Cli;
import io.afterimage.app.cli.Shell;

/** The entry of {@code bench/speed}. */
public final class SpeedMain {
  private SpeedMain() {}

  /** Runs the command line and ends the process with its status. */
  public static void main(String[] args) {
    System.exit(new Cli(Shell.ofProcess(), SpeedCommand.class).run(args));
  }
}
