package io.afterimage.app.command;

import io.afterimage.app.cli.CommonOptions;
import io.afterimage.app.cli.ExitCode;
import io.afterimage.app.cli.Shell;
import io.afterimage.app.config.AfterimageConfig;
import io.afterimage.app.explain.Explanation;
import io.afterimage.app.explain.Selection;
import io.afterimage.app.pack.PackShelf;
import io.afterimage.ingest.SourceAddress;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Draws what was looked at. */
@Command(
    name = "explain",
    header = "Draw what was looked at for each word of a caption, and for each action.",
    description = {
      "%nTakes the captions, the actions and the attention to them from a file that --events-out wrote, and their frames from the recording, and writes pictures to DIR:",
      "  contact-sheet.png         all of them at a glance, 40 a sheet (contact-sheet-2.png, ...)",
      "  001_00m12.48s_WORDS.png   one caption: its frames with a row for each word, or its picture with a heat map for each word",
      "  002_00m15.04s_LABEL.png   one action: the frame at which its start was told, and a heat map on it",
      "  001_00m12.48s_WORDS/      its frames, or its heat maps, one picture each",
      "%nFrames are found by their time since the epoch's first frame, so VIDEO must begin where the epoch began. They are shown as the pack's input takes them: whole, cropped, or with the bars of a letterbox.%n"
    },
    footerHeading = "%nExample:%n",
    footer = {"  afterimage explain events.jsonl clip.mp4 --out looked-at"})
public final class ExplainCommand implements Callable<Integer> {
  private final Shell shell;

  @Parameters(
      index = "0",
      paramLabel = "EVENTS",
      description = "A file of events, one JSON object a line.")
  private Path events = Path.of("");

  @Parameters(
      index = "1",
      paramLabel = "VIDEO",
      description = "The recording that they are of; or sim:room?seed=1&duration=60s.")
  private String video = "";

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "Where the pictures go; made if it is not there.")
  private Path out = Path.of("");

  @Option(
      names = "--camera",
      paramLabel = "ID",
      description = "Of which camera (default: the only one).")
  private @Nullable String camera;

  @Option(
      names = "--epoch",
      paramLabel = "N",
      description = "Of which of its epochs (default: the only one).")
  private @Nullable Long epoch;

  @Option(names = "--limit", paramLabel = "N", description = "Draw the first N sheets only.")
  private @Nullable Integer limit;

  @Option(
      names = "--packs",
      paramLabel = "DIR",
      description =
          "Folder of packs, for how they fit pictures (default: ./packs, then those of this installation).")
  private @Nullable Path packs;

  @Mixin private final CommonOptions common = new CommonOptions();

  ExplainCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    AfterimageConfig config = shell.config(common);
    new Explanation(
            shell.folder().resolve(events),
            SourceAddress.parse(video),
            shell.folder().resolve(out),
            new Selection(camera, epoch, limit),
            PackShelf.of(
                packs == null ? config.packs() : packs, shell.folder(), shell.installation()))
        .write(shell);
    return ExitCode.OK.status();
  }
}
