package io.afterimage.app.cli;

import picocli.CommandLine.Option;

/** Which packs put what happens into words. */
public final class CaptionOptions extends SettingOptions {
  /** The packs. */
  @Option(
      names = "--captions",
      paramLabel = "ID[,ID...]",
      description =
          "Caption packs, by id or folder; 'none'; or 'auto': the first that shares the pack's encoder and waits for its events (default: auto).")
  void captions(String ids) {
    set("captions.packs", ids, "--captions");
  }
}
