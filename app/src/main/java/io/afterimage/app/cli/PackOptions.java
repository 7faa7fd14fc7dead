package io.afterimage.app.cli;

import java.util.List;
import picocli.CommandLine.Option;

/** Which model packs. */
public final class PackOptions extends SettingOptions {
  /** The packs. */
  @Option(
      names = "--pack",
      paramLabel = "ID[,ID...]",
      split = ",",
      description =
          "The pack's id, or its folder (default: room-activity); several that share an encoder, with commas or each with an option of its own.")
  void pack(List<String> ids) {
    set("pack", String.join(",", ids), "--pack");
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
