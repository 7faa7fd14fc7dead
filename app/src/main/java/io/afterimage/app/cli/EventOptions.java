package io.afterimage.app.cli;

import picocli.CommandLine.Option;

/** What is published, and copied to a file. */
public final class EventOptions extends SettingOptions {
  /** The file. */
  @Option(
      names = "--events-out",
      paramLabel = "FILE",
      description = "Write each event of this run to FILE, one JSON object a line.")
  void out(String file) {
    set("events.out", file, "--events-out");
  }

  /** Scores. */
  @Option(names = "--predictions", description = "Publish the scores of each frame too.")
  void predictions(boolean on) {
    set("events.predictions", Boolean.toString(on), "--predictions");
  }
}
