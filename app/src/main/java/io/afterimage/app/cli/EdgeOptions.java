package io.afterimage.app.cli;

import picocli.CommandLine.Option;

/** How frames get to the encoder of the same process. */
public final class EdgeOptions extends SettingOptions {
  /** In memory. */
  @Option(
      names = "--edge",
      description = "Pass frames to the encoder in memory: only features go to Kafka.")
  void edge(boolean on) {
    set("ingest.frames", on ? "memory" : "topic", "--edge");
  }
}
