package io.afterimage.app.command;

import io.afterimage.app.AppException;
import io.afterimage.app.AppException.Code;
import io.afterimage.app.cli.CommonOptions;
import io.afterimage.app.cli.ExitCode;
import io.afterimage.app.cli.Shell;
import io.afterimage.ingest.clip.ClipCodec;
import io.afterimage.ingest.clip.ClipSettings;
import io.afterimage.ingest.clip.ClipWriter;
import io.afterimage.ingest.picture.Size;
import io.afterimage.ingest.sim.RoomSpec;
import io.afterimage.ingest.sim.SimulatedRoom;
import io.afterimage.ingest.sim.script.LabelledSegment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
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
    SimulatedRoom room = new SimulatedRoom(spec());
    writeVideo(room);
    if (labels != null) {
      writeLabels(room, shell.folder().resolve(labels));
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

  private void writeVideo(SimulatedRoom room) {
    RoomSpec spec = room.spec();
    ClipSettings settings =
        ClipSettings.of(ClipCodec.H264, new Size(spec.width(), spec.height()), spec.fps());
    byte[] picture = new byte[room.frameBytes()];
    try (ProgressBar bar = shell.terminal().errIsTerminal() ? bar(room.frames()) : null;
        ClipWriter clip = new ClipWriter(shell.folder().resolve(out), settings)) {
      for (long frame = 0; frame < room.frames(); frame++) {
        room.render(room.ptsUs(frame), picture);
        clip.write(picture, room.ptsUs(frame));
        if (bar != null) {
          bar.step();
        }
      }
    }
  }

  private ProgressBar bar(long frames) {
    return new ProgressBarBuilder()
        .setTaskName("Drawing")
        .setStyle(ProgressBarStyle.ASCII)
        .setInitialMax(frames)
        .setUnit(" pictures", 1)
        .setConsumer(new ConsoleProgressBarConsumer(shell.err()))
        .build();
  }

  private static void writeLabels(SimulatedRoom room, Path file) {
    StringBuilder table = new StringBuilder("start_s,end_s,label\n");
    for (LabelledSegment segment : room.segments(room.ptsUs(room.frames()))) {
      table.append(
          String.format(
              Locale.ROOT,
              "%.3f,%.3f,%s%n",
              segment.startUs() / 1e6,
              segment.endUs() / 1e6,
              segment.label()));
    }
    try {
      Files.writeString(file, table);
    } catch (IOException e) {
      throw new AppException(
          Code.CONFIG,
          "the labels cannot be written to %s: see whether its folder is there".formatted(file),
          e);
    }
  }
}
