package io.afterimage.app.cli;

import picocli.CommandLine.Option;

/** Which model pack. */
public final class PackOptions extends SettingOptions {
  /** The pack. */
  @Option(
      names = "--pack",
      paramLabel = "ID",
      description = "The pack's id, or its folder (default: room-activity).")
  void pack(String id) {
    set("pack", id, "--pack");
  }

  /** Where packs lie. */
  @Option(
      names = "--packs",
      paramLabel = "DIR",
      description = "Folder of packs (default: ./packs, then those of this installation).")
  void packs(String folder) {
    set("packs", folder, "--packs");
  }
}
