package io.afterimage.app.cli;

import picocli.CommandLine.Option;

/** Where data lies on this machine. */
public final class DataOptions extends SettingOptions {
  /** The data folder. */
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Folder for the embedded broker's data and the memories' local copies (default: below your cache folder).")
  void data(String folder) {
    set("data", folder, "--data");
  }
}
