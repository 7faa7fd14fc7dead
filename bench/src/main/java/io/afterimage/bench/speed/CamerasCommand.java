package io.afterimage.bench.speed;

import io.afterimage.app.bench.PipelineReport;
import io.afterimage.app.cli.Shell;
import io.afterimage.bench.speed.pipeline.Load;
import io.afterimage.bench.speed.pipeline.PipelineRuns;
import io.afterimage.bench.speed.pipeline.Sustained;
import io.afterimage.bench.speed.result.Comparison;
import io.afterimage.bench.speed.result.Goal;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Finds out how many cameras are kept up with. */
@Command(
    name = "cameras",
    header = "How many recorded cameras are kept up with.",
    description =
        "%nAdds cameras, a run each, until one of these fails in most of its rounds: 95 of a hundred events are read within 500 ms, no frame is late or dropped, at most 85 %% of the processors are used.%n",
    mixinStandardHelpOptions = true)
final class CamerasCommand extends MeasuringCommand {
  private static final Sustained SUSTAINED = new Sustained(12.5, 500, 0.85);

  @Mixin private LoadOptions options = new LoadOptions();

  @Option(
      names = "--from",
      paramLabel = "N",
      defaultValue = "40",
      description = "The fewest that are tried (${DEFAULT-VALUE}).")
  private int from;

  @Option(
      names = "--step",
      paramLabel = "N",
      defaultValue = "10",
      description = "How many more each time (${DEFAULT-VALUE}).")
  private int step;

  CamerasCommand(Shell shell) {
    super(shell);
  }

  @Override
  void measure(Place place, Ledger ledger) throws Exception {
    atLeastOne("--from", from);
    atLeastOne("--step", step);
    PipelineRuns runs = options.runs(place);
    Load load = options.load(from, rounds());
    int kept = 0;
    while (isKept(runs, load)) {
      kept = load.cameras();
      load = load.of(kept + step);
    }
    String what = load.text().replaceFirst("^\\d+ cameras?", "cameras kept up with");
    ledger.add(
        Comparison.alone(
            "pipeline",
            what,
            "cameras",
            List.of((double) kept),
            Goal.atLeast(options.mostCameras())));
  }

  private boolean isKept(PipelineRuns runs, Load load) throws Exception {
    List<PipelineReport> reports = runs.run(load);
    int failed = 0;
    for (PipelineReport report : reports) {
      List<String> reasons = SUSTAINED.against(report);
      failed += reasons.isEmpty() ? 0 : 1;
      shell
          .err()
          .printf(
              "%d cameras, %.2f cores, %.2f ms a camera and second: %s%n",
              load.cameras(),
              report.cores(),
              report.cpuMsPerCameraSecond(),
              reasons.isEmpty() ? "kept up with" : String.join(", ", reasons));
    }
    return 2 * failed < reports.size();
  }
}
