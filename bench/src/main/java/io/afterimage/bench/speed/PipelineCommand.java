package io.afterimage.bench.speed;

import io.afterimage.app.bench.PipelineReport;
import io.afterimage.app.cli.Shell;
import io.afterimage.bench.speed.pipeline.Load;
import io.afterimage.bench.speed.result.Comparison;
import io.afterimage.bench.speed.result.Goal;
import java.util.List;
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
        "%nOne process plays the cameras, broker included; after its warm-up each round is a part of the same run.%n",
    mixinStandardHelpOptions = true)
final class PipelineCommand extends MeasuringCommand {
  private static final String GROUP = "pipeline";

  @Mixin private LoadOptions options = new LoadOptions();

  @Option(
      names = "--cameras",
      paramLabel = "N",
      defaultValue = "100",
      description = "How many (${DEFAULT-VALUE}).")
  private int cameras;

  PipelineCommand(Shell shell) {
    super(shell);
  }

  @Override
  void measure(Place place, Ledger ledger) throws Exception {
    atLeastOne("--cameras", cameras);
    Load load = options.load(cameras, rounds());
    List<PipelineReport> reports = options.runs(place).run(load);
    String of = load.text() + ": ";
    add(
        ledger,
        of + "CPU",
        "ms a camera and second",
        reports,
        PipelineReport::cpuMsPerCameraSecond,
        Goal.atMost(options.mostCpu()));
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

  private static void add(
      Ledger ledger,
      String what,
      String unit,
      List<PipelineReport> reports,
      ToDoubleFunction<PipelineReport> figure,
      @Nullable Goal goal)
      throws Exception {
    List<Double> figures = reports.stream().map(figure::applyAsDouble).toList();
    ledger.add(Comparison.alone(GROUP, what, unit, figures, goal));
  }
}
