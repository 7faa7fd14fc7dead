package io.afterimage.app.command;

import io.afterimage.app.AppException;
import io.afterimage.app.AppException.Code;
import io.afterimage.app.cli.CommonOptions;
import io.afterimage.app.cli.ExitCode;
import io.afterimage.app.cli.Shell;
import io.afterimage.app.clip.SimulatedClip;
import io.afterimage.app.view.WorkBar;
import io.afterimage.ingest.sim.RoomSpec;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes what a simulated camera sees to a video file, and what happens in it to a table. */
@Command(
    name = "simulate",
    header = "Write a simulated camera's video, with its true labels.",
    footerHeading = "%nExample:%n",
    footer = "  afterimage simulate --seed 1 --duration 60s --out clip.mp4 --labels clip.csv")
public final class SimulateCommand implements Callable<Integer> {
  private final Shell shell;
  @Mixin private final CommonOptions common = new CommonOptions();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      description = "The video: .mp4, .mkv, .ts or .avi.")
  private Path out = Path.of("");

  @Option(
      names = "--labels",
      paramLabel = "FILE",
      description = "The true labels as CSV: start_s,end_s,label.")
  private @Nullable Path labels;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Which room, persons and story; one seed is always one video (default: 1).")
  private String seed = "1";

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      description = "How long, such as 60s or 5m (default: 60s).")
  private String duration = "60s";

  @Option(names = "--fps", paramLabel = "N", description = "Pictures a second (default: 25).")
  private String fps = "25";

  @Option(
      names = "--size",
      paramLabel = "WxH",
      description = "Width and height in pixels (default: 640x480).")
  private String size = "640x480";

  SimulateCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    shell.config(common);
    SimulatedClip clip = new SimulatedClip(spec());
    try (WorkBar bar = new WorkBar(shell, "Drawing", clip.frames())) {
      clip.writeVideo(shell.folder().resolve(out), bar::to);
    }
    if (labels != null) {
      clip.writeLabels(shell.folder().resolve(labels));
    }
    return ExitCode.OK.status();
  }

  private RoomSpec spec() {
    try {
      return RoomSpec.parse(
          "sim:room?seed=%s&fps=%s&size=%s&duration=%s".formatted(seed, fps, size, duration));
    } catch (IllegalArgumentException e) {
      throw new AppException(Code.CONFIG, String.valueOf(e.getMessage()), e);
    }
  }
}
