package io.afterimage.app;

import io.afterimage.app.cli.Cli;
import io.afterimage.app.cli.Shell;
import io.afterimage.app.command.Afterimage;

/** Where the process starts. */
public final class Main {
  private Main() {}

  /** Runs a command line and ends the process with its exit code. */
  public static void main(String[] args) {
    // Pictures are drawn without a display; some systems would open a window's menu for it.
    System.setProperty("java.awt.headless", "true");
    System.exit(new Cli(Shell.ofProcess(), Afterimage.class).run(args));
  }
}
