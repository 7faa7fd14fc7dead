package io.afterimage.app.command;

import io.afterimage.app.AppException;
import io.afterimage.app.AppException.Code;
import io.afterimage.app.bench.PipelineBench;
import io.afterimage.app.bench.PipelineReport;
import io.afterimage.app.broker.DataFolder;
import io.afterimage.app.cli.CaptionOptions;
import io.afterimage.app.cli.CommandGroup;
import io.afterimage.app.cli.CommonOptions;
import io.afterimage.app.cli.DataOptions;
import io.afterimage.app.cli.EdgeOptions;
import io.afterimage.app.cli.ExitCode;
import io.afterimage.app.cli.KafkaOptions;
import io.afterimage.app.cli.PackOptions;
import io.afterimage.app.cli.SettingOptions;
import io.afterimage.app.cli.Shell;
import io.afterimage.app.clip.SimulatedClip;
import io.afterimage.app.config.AfterimageConfig;
import io.afterimage.app.pack.PackChoice;
import io.afterimage.app.run.RunPlan;
import io.afterimage.app.run.Sources;
import io.afterimage.app.view.WorkBar;
import io.afterimage.ingest.sim.RoomSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** Measurements. */
@Command(
    name = "bench",
    header = "Measure what the pipeline costs on this machine.",
    synopsisSubcommandLabel = "COMMAND")
public final class BenchCommand extends CommandGroup {
  private static final int SIMULATED_CLIPS = 4;
  private static final int MOST = 1000;
  private static final JsonMapper JSON =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  BenchCommand(Shell shell) {
    super(shell);
  }

  @Command(
      name = "pipeline",
      header = "Run recorded cameras in real time through all roles.",
      description =
          "%nPrints frames, latencies by stage, CPU and resident memory, after a warm-up. Without --clip it draws simulated clips first and keeps them below --data.%n")
  int pipeline(
      @Option(
              names = "--cameras",
              paramLabel = "N",
              defaultValue = "4",
              description = "How many cameras, 1 to 1000 (default: 4).")
          int cameras,
      @Option(
              names = "--clip",
              paramLabel = "FILE",
              description = "What they show; may be repeated, cameras take turns.")
          List<Path> clips,
      @Option(
              names = "--for",
              paramLabel = "DURATION",
              defaultValue = "60s",
              description = "How long, warm-up included (default: 60s).")
          Duration length,
      @Option(
              names = "--warm-up",
              paramLabel = "DURATION",
              defaultValue = "20s",
              description = "How long the JVM and the cameras settle first (default: 20s).")
          Duration warmUp,
      @Option(
              names = "--windows",
              paramLabel = "N",
              defaultValue = "1",
              description = "In how many parts of equal length to measure, 1 to 1000 (default: 1).")
          int windows,
      @Option(names = "--json", description = "Print the figures as JSON, an object a line.")
          boolean json,
      @Mixin EdgeOptions edge,
      @Mixin CommonOptions shared,
      @Mixin PackOptions pack,
      @Mixin CaptionOptions captions,
      @Mixin KafkaOptions kafka,
      @Mixin DataOptions data)
      throws InterruptedException {
    Duration window = length.minus(warmUp).dividedBy(Math.max(1, windows));
    if (outside(cameras) || outside(windows) || window.toMillis() < 1) {
      throw new AppException(
          Code.CONFIG,
          "--cameras and --windows must be from 1 to %d, and --warm-up shorter than --for"
              .formatted(MOST));
    }
    AfterimageConfig config =
        shell.config(shared, edge, pack, captions, kafka, data, new Realtime());
    List<Path> shown = clips == null || clips.isEmpty() ? simulated(config, length) : clips;
    Map<String, String> sources = new LinkedHashMap<>();
    for (int i = 0; i < cameras; i++) {
      sources.put("camera-" + (i + 1), shown.get(i % shown.size()).toString());
    }
    RunPlan plan = RunPlan.of(config, PackChoice.watching(config, shell), Sources.of(sources));
    for (PipelineReport report : new PipelineBench(shell, plan, warmUp, window, windows).call()) {
      shell
          .out()
          .print(json ? JSON.writeValueAsString(report) + System.lineSeparator() : report.text());
    }
    shell.out().flush();
    return ExitCode.OK.status();
  }

  private static boolean outside(int value) {
    return value < 1 || value > MOST;
  }

  private List<Path> simulated(AfterimageConfig config, Duration length) {
    Path folder = DataFolder.chosen(config.data(), shell.environment()).resolve("bench");
    List<Path> clips = new ArrayList<>();
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new AppException(Code.DATA_FOLDER, folder + " cannot be written", e);
    }
    for (int seed = 1; seed <= SIMULATED_CLIPS; seed++) {
      Path file = folder.resolve("room-%d-%ds.mp4".formatted(seed, length.toSeconds()));
      if (!Files.exists(file)) {
        draw(file, seed, length);
      }
      clips.add(file);
    }
    return clips;
  }

  private void draw(Path file, int seed, Duration length) {
    SimulatedClip clip =
        new SimulatedClip(
            RoomSpec.parse(
                "sim:room?seed=%d&fps=25&size=320x240&duration=%dms"
                    .formatted(seed, length.toMillis())));
    Path unfinished = file.resolveSibling("unfinished-" + file.getFileName());
    try (WorkBar bar = new WorkBar(shell, "Drawing", clip.frames())) {
      clip.writeVideo(unfinished, bar::to);
      Files.move(unfinished, file);
    } catch (IOException e) {
      throw new AppException(Code.DATA_FOLDER, file + " cannot be written", e);
    }
  }

  /** Files as cameras. */
  private static final class Realtime extends SettingOptions {
    private Realtime() {
      set("ingest.realtime", "true", "bench");
    }
  }
}
