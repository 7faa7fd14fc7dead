package io.afterimage.bench.speed;

import io.afterimage.app.bench.PipelineReport;
import io.afterimage.app.broker.DataFolder;
import io.afterimage.app.broker.EmbeddedBroker;
import io.afterimage.app.cli.Shell;
import io.afterimage.bench.speed.limit.LimitBench;
import io.afterimage.bench.speed.limit.StageLimits;
import io.afterimage.bench.speed.pipeline.Load;
import io.afterimage.bench.speed.plan.CameraCost;
import io.afterimage.bench.speed.result.Comparison;
import io.afterimage.bench.speed.result.Goal;
import io.afterimage.inference.pack.PackLoader;
import io.afterimage.inference.runtime.PackRuntime;
import io.afterimage.inference.runtime.RuntimeSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures all roles together. */
@Command(
    name = "pipeline",
    header = "Recorded cameras in real time through all roles: CPU, latency, memory.",
    description =
        "%nOne process plays the cameras, broker included; after its warm-up each round is a part of the same run. Before it, what the stages are built on is measured alone.%n",
    mixinStandardHelpOptions = true)
final class PipelineCommand extends MeasuringCommand {
  /** That the program runs by default. */
  private static final String PACK = "room-activity";

  private static final String GROUP = "pipeline";
  private static final String CPU_UNIT = "ms a camera and second";

  /** Of the limits: all recordings, long enough for a clock of hundredths. */
  private static final int CLIPS = 16;

  private static final int CLIP_SECONDS = 60;
  private static final double CLIP_FPS = 25;
  private static final int RECORDS = 6_000;
  private static final long MIN_FREE = 1L << 30;

  @Mixin private LoadOptions options = new LoadOptions();

  @Option(
      names = "--cameras",
      paramLabel = "N",
      split = ",",
      defaultValue = "100",
      description = "How many; several, with a comma between them: a run each (${DEFAULT-VALUE}).")
  private List<Integer> cameras = List.of();

  PipelineCommand(Shell shell) {
    super(shell);
  }

  @Override
  void measure(Place place, Ledger ledger) throws Exception {
    cameras.forEach(each -> atLeastOne("--cameras", each));
    List<StageLimits> limits = limits(place);
    addLimits(ledger, limits, Load.text(options.filtered()));
    for (int each : cameras) {
      Load load = options.load(each, rounds());
      add(ledger, load, options.runs(place).run(load), limits);
    }
  }

  private void add(Ledger ledger, Load load, List<PipelineReport> reports, List<StageLimits> limits)
      throws IOException {
    String of = load.text() + ": ";
    ledger.add(
        new Comparison(
            GROUP,
            of + "CPU",
            CPU_UNIT,
            figures(reports, PipelineReport::cpuMsPerCameraSecond),
            "sum of the stages' limits",
            figures(limits, limit -> limit.sum(options.edge())),
            Goal.atMost(options.mostCpu())));
    for (String part : reports.get(0).cpuMsByPart().keySet()) {
      add(ledger, of + "CPU of " + part, CPU_UNIT, reports, r -> part(r, part), null);
    }
    add(ledger, of + "processors", "cores", reports, PipelineReport::cores, null);
    add(ledger, of + "frames", "a second", reports, PipelineReport::sampledPerSecond, null);
    add(ledger, of + "dropped", "frames", reports, PipelineReport::dropped, Goal.atMost(0));
    add(ledger, of + "p50 until read", "ms", reports, r -> r.untilRead().p50(), null);
    add(ledger, of + "p95 until read", "ms", reports, r -> r.untilRead().p95(), Goal.atMost(500));
    add(ledger, of + "p99 until read", "ms", reports, r -> r.untilRead().p99(), null);
    add(
        ledger,
        of + "resident",
        "MB",
        reports,
        PipelineReport::residentMb,
        Goal.atMost(options.mostMemory()));
  }

  private static double part(PipelineReport report, String part) {
    return report.cpuMsByPart().getOrDefault(part, Double.NaN);
  }

  private List<StageLimits> limits(Place place) throws Exception {
    Path folder = Files.createTempDirectory("afterimage-speed");
    List<StageLimits> limits = new ArrayList<>();
    try (DataFolder data = DataFolder.open(folder, MIN_FREE);
        EmbeddedBroker broker = EmbeddedBroker.start(data, 0);
        PackRuntime runtime =
            PackRuntime.open(PackLoader.load(place.pack(PACK)), RuntimeSettings.cpu(1));
        LimitBench bench =
            new LimitBench(
                broker,
                runtime,
                options.clips(place).cameras(CLIPS, CLIP_SECONDS),
                CLIP_FPS,
                options.filtered(),
                RECORDS)) {
      var unused = bench.measure(); // The JVM warms up.
      while (limits.size() < rounds()) {
        limits.add(bench.measure());
      }
    }
    return limits;
  }

  private static void addLimits(Ledger ledger, List<StageLimits> limits, String filtered)
      throws IOException {
    Map<String, ToDoubleFunction<StageLimits>> stages = new LinkedHashMap<>();
    stages.put("decoding, by ffmpeg" + filtered, StageLimits::decode);
    stages.put("frames through the broker, by Kafka's perf tools", StageLimits::frames);
    stages.put("encoding, by ONNX Runtime", StageLimits::encode);
    stages.put("features through the broker, by the tools", StageLimits::features);
    stages.put("the memory's step, by ONNX Runtime", StageLimits::step);
    for (var stage : stages.entrySet()) {
      List<Double> figures = figures(limits, stage.getValue());
      ledger.add(Comparison.alone(GROUP, "limit of " + stage.getKey(), CPU_UNIT, figures, null));
    }
    addSize(ledger, "frame", figures(limits, StageLimits::frameBytes));
    addSize(ledger, "feature", figures(limits, StageLimits::featureBytes));
  }

  private static void addSize(Ledger ledger, String of, List<Double> bytes) throws IOException {
    List<Double> kilobytes = bytes.stream().map(size -> size / 1e3).toList();
    ledger.add(Comparison.alone(GROUP, CameraCost.RECORD + of, "KB", kilobytes, null));
  }

  private static <T> List<Double> figures(List<T> of, ToDoubleFunction<T> figure) {
    return of.stream().map(figure::applyAsDouble).toList();
  }

  private static void add(
      Ledger ledger,
      String what,
      String unit,
      List<PipelineReport> reports,
      ToDoubleFunction<PipelineReport> figure,
      @Nullable Goal goal)
      throws IOException {
    ledger.add(Comparison.alone(GROUP, what, unit, figures(reports, figure), goal));
  }
}
