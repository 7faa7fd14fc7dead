package io.afterimage.bench.speed;

import io.afterimage.app.cli.ExitCode;
import io.afterimage.app.cli.Shell;
import io.afterimage.bench.speed.plan.CameraCost;
import io.afterimage.bench.speed.plan.Machines;
import io.afterimage.bench.speed.plan.Plan;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Tells what many cameras need. */
@Command(
    name = "plan",
    header = "What many cameras need on a cluster: arithmetic on what 'pipeline' measured.",
    mixinStandardHelpOptions = true)
final class PlanCommand implements Callable<Integer> {
  private static final double FPS = 12.5;
  private static final double SHARE = 0.85;

  private final Shell shell;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it.
  private CommandSpec command;

  @Mixin private ResultOptions results = new ResultOptions();

  @Option(
      names = "--cameras",
      paramLabel = "N",
      split = ",",
      defaultValue = "10,100,1000,10000",
      description = "How many, with commas between them (${DEFAULT-VALUE}).")
  private List<Integer> cameras = List.of();

  @Option(
      names = "--cores",
      paramLabel = "N",
      defaultValue = "16",
      description = "Of each machine, as fast as the one that was measured on (${DEFAULT-VALUE}).")
  private int cores;

  @Option(
      names = "--network",
      paramLabel = "MB",
      defaultValue = "1250",
      description =
          "What a machine may send a second, and receive: 1250 is 10 Gbit/s (${DEFAULT-VALUE}).")
  private double network;

  @Option(
      names = "--disk",
      paramLabel = "MB",
      defaultValue = "500",
      description = "What a broker's disk takes for long, MB a second (${DEFAULT-VALUE}).")
  private double disk;

  @Option(
      names = "--copies",
      paramLabel = "N",
      defaultValue = "3",
      description = "Of each record (${DEFAULT-VALUE}).")
  private int copies;

  @Option(
      names = "--changelog",
      paramLabel = "BYTES",
      defaultValue = "128",
      description =
          "That a frame writes into the changelogs, by 'bench/state changelog'; at low latency ${DEFAULT-VALUE}.")
  private double changelog;

  PlanCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException {
    cameras.forEach(each -> positive("--cameras", each));
    positive("--cores", cores);
    positive("--network", network);
    positive("--disk", disk);
    positive("--copies", copies);
    positive("--changelog", changelog);
    CameraCost cost = CameraCost.of(results.log(Place.of(shell)).newest(), FPS, changelog);
    Machines machines = new Machines(cores, network, disk, copies, SHARE);
    shell
        .out()
        .printf(
            Locale.ROOT,
            "A camera takes each second, measured with %d: %.1f ms CPU of ingest, %.1f of encoding, %.1f of the topology, %.1f of the broker; %.0f KB of frames, %.0f KB of features, %.1f KB of changelog.%n%n",
            cost.cameras(),
            cost.ingestMs(),
            cost.inferenceMs(),
            cost.topologyMs(),
            cost.brokerMs(),
            cost.framesKb(),
            cost.featuresKb(),
            cost.changelogKb());
    shell.out().print(Plan.head());
    for (boolean edge : new boolean[] {false, true}) {
      cameras.forEach(each -> shell.out().print(new Plan(each, edge, cost, machines).row()));
    }
    shell.out().flush();
    return ExitCode.OK.status();
  }

  private void positive(String option, double value) {
    if (!(value > 0)) {
      throw new ParameterException(command.commandLine(), option + " must be above 0");
    }
  }
}
