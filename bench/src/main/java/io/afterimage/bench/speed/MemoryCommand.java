package io.afterimage.bench.speed;

import io.afterimage.app.bench.PipelineReport;
import io.afterimage.app.cli.Shell;
import io.afterimage.bench.speed.pipeline.Load;
import io.afterimage.bench.speed.result.Comparison;
import io.afterimage.bench.speed.result.Goal;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures whether the resident size stays flat. */
@Command(
    name = "memory",
    header = "Resident size over half an hour of recorded cameras.",
    description =
        "%nOne run; its last third is set beside its first. With --rounds 30 --window 1m it takes half an hour.%n",
    mixinStandardHelpOptions = true)
final class MemoryCommand extends MeasuringCommand {
  private static final String GROUP = "memory";
  private static final int THIRDS = 3;

  @Mixin private LoadOptions options = new LoadOptions();

  @Option(
      names = "--cameras",
      paramLabel = "N",
      defaultValue = "100",
      description = "How many (${DEFAULT-VALUE}).")
  private int cameras;

  MemoryCommand(Shell shell) {
    super(shell);
  }

  @Override
  void measure(Place place, Ledger ledger) throws Exception {
    atLeastOne("--cameras", cameras);
    atLeastOne("a third of --rounds", rounds() / THIRDS);
    Load load = options.load(cameras, rounds());
    List<Double> sizes =
        options.runs(place).run(load).stream().map(PipelineReport::residentMb).toList();
    int third = rounds() / THIRDS;
    List<Double> first = sizes.subList(0, third);
    List<Double> last = sizes.subList(sizes.size() - third, sizes.size());
    String of = load.text() + ": ";
    ledger.add(
        Comparison.alone(GROUP, of + "resident", "MB", sizes, Goal.atMost(options.mostMemory())));
    ledger.add(
        new Comparison(
            GROUP,
            of + "last third of the time",
            "MB",
            last,
            "first third",
            first,
            Goal.ratioAtMost(1.05)));
  }
}
