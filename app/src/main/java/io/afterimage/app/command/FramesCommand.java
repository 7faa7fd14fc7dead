package io.afterimage.app.command;

import io.afterimage.app.AppException;
import io.afterimage.app.AppException.Code;
import io.afterimage.app.cli.CommonOptions;
import io.afterimage.app.cli.ExitCode;
import io.afterimage.app.cli.PackOptions;
import io.afterimage.app.cli.Shell;
import io.afterimage.app.clip.FrameDump;
import io.afterimage.app.config.AfterimageConfig;
import io.afterimage.app.pack.PackShelf;
import io.afterimage.app.view.WorkBar;
import io.afterimage.contract.frame.FrameInput;
import io.afterimage.inference.pack.Manifest;
import io.afterimage.ingest.EncodingChoice;
import io.afterimage.ingest.SourceAddress;
import io.afterimage.ingest.sample.FrameReader;
import io.afterimage.ingest.sample.ReaderSettings;
import io.afterimage.ingest.stream.CallDeadline;
import io.afterimage.ingest.stream.Deadlines;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes the frames that a pack would read. */
@Command(
    name = "frames",
    header = "Write the sampled frames that a pack would read, to train on them.",
    description =
        "%nThe records are those of the frames topic, sampled and scaled by the same code: uint8[frames, planes, height, width, channels], one after the other. FILE.csv tells each one's number, time in microseconds, whether a new epoch begins, and the label if the source knows it.%n",
    footerHeading = "%nExample:%n",
    footer = {
      "  afterimage frames clip.mp4 --pack room-activity --out clip.frames",
      "  python -c \"import numpy; numpy.fromfile('clip.frames', 'uint8').reshape(-1, 2, 96, 128)\""
    })
public final class FramesCommand implements Callable<Integer> {
  private static final double MAX_RATE = 1000;

  private final Shell shell;

  @Parameters(paramLabel = "SOURCE", description = "A video file, or sim:room?seed=1&duration=60s.")
  private String source = "";

  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      description = "Where the records go.")
  private Path out = Path.of("");

  @Option(
      names = "--rate",
      paramLabel = "FPS",
      description = "Frames a second, up to the source's own (default: the pack's).")
  private @Nullable Double rate;

  @Mixin private final PackOptions pack = new PackOptions();
  @Mixin private final CommonOptions common = new CommonOptions();

  FramesCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    AfterimageConfig config = shell.config(common, pack);
    Manifest manifest = PackShelf.chosen(config, shell).manifest();
    FrameInput input = manifest.input();
    double fps = rate == null ? manifest.rateFps() : rate;
    if (!(fps > 0 && fps <= MAX_RATE)) {
      throw new AppException(
          Code.CONFIG,
          "--rate is %s; it must be above 0 and at most %.0f frames a second"
              .formatted(rate, MAX_RATE));
    }
    ReaderSettings reading =
        new ReaderSettings(
            input, fps, config.ingest().loopFilter(), EncodingChoice.RAW, false, Deadlines.DEFAULT);
    try (FrameReader frames =
            FrameReader.open(SourceAddress.parse(source), reading, new CallDeadline());
        WorkBar bar = new WorkBar(shell, "Reading", frames.info().durationUs().orElse(-1))) {
      long count = FrameDump.write(frames, shell.folder().resolve(out), bar::to);
      shell.err().println("%s: %d frames of %s".formatted(out, count, input.id()));
    }
    return ExitCode.OK.status();
  }
}
