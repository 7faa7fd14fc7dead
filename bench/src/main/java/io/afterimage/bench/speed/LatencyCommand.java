package io.afterimage.bench.speed;

import io.afterimage.app.bench.PipelineReport;
import io.afterimage.app.bench.PipelineReport.Quantiles;
import io.afterimage.app.cli.Shell;
import io.afterimage.bench.speed.pipeline.Load;
import io.afterimage.bench.speed.pipeline.PipelineRuns;
import io.afterimage.bench.speed.result.Comparison;
import io.afterimage.bench.speed.result.Goal;
import java.util.List;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures how late events are. */
@Command(
    name = "latency",
    header = "From capture until an event is read: one camera, and half of the load.",
    description =
        "%nBeside both stands the median of one camera, where nothing waits for anything: the sum of what the stages take.%n",
    mixinStandardHelpOptions = true)
final class LatencyCommand extends MeasuringCommand {
  private static final String GROUP = "latency";
  private static final String UNIT = "ms";

  @Mixin private LoadOptions options = new LoadOptions();

  @Option(
      names = "--cameras",
      paramLabel = "N",
      defaultValue = "50",
      description = "Half of the load (${DEFAULT-VALUE}).")
  private int cameras;

  LatencyCommand(Shell shell) {
    super(shell);
  }

  @Override
  void measure(Place place, Ledger ledger) throws Exception {
    atLeastOne("--cameras", cameras);
    PipelineRuns runs = options.runs(place);
    Load one = options.load(1, rounds());
    List<PipelineReport> alone = runs.run(one);
    List<Double> stages = figures(alone, Quantiles::p50);
    add(ledger, one, alone, stages);
    Load half = options.load(cameras, rounds());
    add(ledger, half, runs.run(half), stages);
  }

  private static void add(
      Ledger ledger, Load load, List<PipelineReport> reports, List<Double> stages)
      throws Exception {
    List<Double> p50 = figures(reports, Quantiles::p50);
    List<Double> p99 = figures(reports, Quantiles::p99);
    ledger.add(Comparison.alone(GROUP, load.text() + ": p50", UNIT, p50, Goal.atMost(60)));
    ledger.add(
        new Comparison(
            GROUP,
            load.text() + ": p99",
            UNIT,
            p99,
            "p50 of one camera",
            stages,
            Goal.ratioAtMost(3)));
  }

  private static List<Double> figures(
      List<PipelineReport> reports, ToDoubleFunction<Quantiles> figure) {
    return reports.stream().map(report -> figure.applyAsDouble(report.untilRead())).toList();
  }
}
