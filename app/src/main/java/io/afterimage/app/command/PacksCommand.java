package io.afterimage.app.command;

import io.afterimage.app.cli.CommandGroup;
import io.afterimage.app.cli.CommonOptions;
import io.afterimage.app.cli.ExitCode;
import io.afterimage.app.cli.PackOptions;
import io.afterimage.app.cli.Shell;
import io.afterimage.app.config.AfterimageConfig;
import io.afterimage.app.pack.PackShelf;
import io.afterimage.app.pack.PackText;
import io.afterimage.inference.InferenceException;
import io.afterimage.inference.pack.Manifest;
import io.afterimage.inference.pack.Pack;
import io.afterimage.inference.pack.PackLoader;
import io.afterimage.inference.runtime.PackRuntime;
import io.afterimage.inference.runtime.RuntimeSettings;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What model packs there are, and whether they are sound. */
@Command(
    name = "packs",
    header = "List, describe and check model packs.",
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExamples:%n",
    footer = {
      "  afterimage packs list",
      "  afterimage packs describe room-activity",
      "  afterimage packs check ./my-pack"
    })
public final class PacksCommand extends CommandGroup {
  PacksCommand(Shell shell) {
    super(shell);
  }

  @Command(name = "list", header = "List the packs that can be named with --pack.")
  int list(@Mixin CommonOptions common, @Mixin PackOptions packs) {
    AfterimageConfig config = shell.config(common, packs);
    PackShelf shelf = PackShelf.of(config.packs(), shell.folder(), shell.installation());
    ExitCode worst = ExitCode.OK;
    for (Path folder : shelf.all().values()) {
      try {
        shell.out().println(PackText.line(PackLoader.load(folder).manifest()));
      } catch (InferenceException e) {
        shell
            .err()
            .println(folder + " cannot be used: see 'afterimage packs check " + folder + "'");
        worst = ExitCode.PACK;
      }
    }
    if (shelf.all().isEmpty()) {
      shell.err().println("there are no packs in " + shelf.describe());
    }
    return worst.status();
  }

  @Command(name = "describe", header = "Tell what a pack recognises, reads and remembers.")
  int describe(
      @Parameters(paramLabel = "ID", description = "A pack's id, or its folder.") String id,
      @Mixin CommonOptions common,
      @Mixin PackOptions packs) {
    AfterimageConfig config = shell.config(common, packs);
    PackShelf shelf = PackShelf.of(config.packs(), shell.folder(), shell.installation());
    shell.out().print(PackText.describe(shelf.load(id, shell.folder())));
    shell.out().flush();
    return ExitCode.OK.status();
  }

  @Command(
      name = "check",
      header = "Check a pack: its manifest, its files, and that its graphs run as it says.")
  int check(
      @Parameters(paramLabel = "DIR", description = "The pack's folder.") Path folder,
      @Mixin CommonOptions common) {
    shell.config(common);
    Pack pack = PackLoader.load(shell.folder().resolve(folder).normalize());
    try (PackRuntime runtime = PackRuntime.open(pack, RuntimeSettings.cpu(1))) {
      Manifest manifest = runtime.pack().manifest();
      shell.out().println("pack %s %s is sound".formatted(manifest.id(), manifest.version()));
    }
    return ExitCode.OK.status();
  }
}
