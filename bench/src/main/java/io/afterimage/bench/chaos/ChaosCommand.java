package io.afterimage.bench.chaos;

import io.afterimage.app.cli.ExitCode;
import io.afterimage.app.cli.Shell;
import io.afterimage.bench.chaos.fault.FaultKind;
import io.afterimage.bench.chaos.process.Launcher;
import io.afterimage.bench.chaos.process.Shape;
import io.afterimage.bench.chaos.process.Shape.Sources;
import io.afterimage.topology.Delivery;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs pipelines under faults and compares each with an undisturbed run. */
@Command(
    name = "chaos",
    header = "Prove that crashes change nothing.",
    description = {
      "%nStarts brokers, simulated cameras and all roles as processes of their own, and does faults to them while frames are under way. Then the same frames are run undisturbed, and everything that was told and is remembered is compared.",
      "%nResults are added to results.jsonl in the folder; the same command goes on where it was broken off.%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  bench/chaos --faults 500 --folder /var/tmp/chaos",
      "  bench/chaos --faults 20 --brokers 1 --kinds kill_topology,kill_inference --folder /tmp/x",
      "  bench/chaos report /var/tmp/chaos"
    },
    mixinStandardHelpOptions = true,
    subcommands = ReportCommand.class)
public final class ChaosCommand implements Callable<Integer> {
  private static final int LEAST_EVENTS = 200;

  private final Shell shell;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it.
  private CommandSpec command;

  @Option(
      names = "--faults",
      paramLabel = "N",
      defaultValue = "500",
      description = "Faults over all runs, earlier ones in the folder included (${DEFAULT-VALUE}).")
  private int faults;

  @Option(
      names = "--faults-per-run",
      paramLabel = "N",
      defaultValue = "40",
      description = "After so many faults a run is compared (${DEFAULT-VALUE}).")
  private int faultsPerRun;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Decides rooms and faults; each run adds its number (${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--cameras",
      paramLabel = "N",
      defaultValue = "4",
      description = "Simulated cameras (${DEFAULT-VALUE}).")
  private int cameras;

  @Option(
      names = "--brokers",
      paramLabel = "N",
      defaultValue = "3",
      description = "1 or 3 (${DEFAULT-VALUE}).")
  private int brokers;

  @Option(
      names = "--standbys",
      paramLabel = "N",
      defaultValue = "0",
      description = "Warm copies of each memory: 0 or 1 (${DEFAULT-VALUE}).")
  private int standbys;

  @Option(
      names = "--sources",
      paramLabel = "KIND",
      defaultValue = "live",
      description =
          "live: in real time; files: recordings, read as fast as the stages let them (${DEFAULT-VALUE}).")
  private Sources sources = Sources.LIVE;

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      defaultValue = "exactly_once",
      description = "exactly_once or low_latency (${DEFAULT-VALUE}).")
  private Delivery mode = Delivery.EXACTLY_ONCE;

  @Option(
      names = "--kinds",
      paramLabel = "KIND",
      split = ",",
      description = "Only these faults: ${COMPLETION-CANDIDATES} (default: all).")
  private Set<FaultKind> kinds = EnumSet.allOf(FaultKind.class);

  @Option(
      names = "--isolated",
      paramLabel = "SHARE",
      defaultValue = "0.35",
      description =
          "Share of faults that strike when nothing of earlier ones is felt, and by which recovery is measured (${DEFAULT-VALUE}).")
  private double isolated;

  @Option(
      names = "--folder",
      paramLabel = "DIR",
      defaultValue = "bench/target/chaos",
      description = "Takes results, logs and working data (${DEFAULT-VALUE}).")
  private Path folder = Path.of("bench/target/chaos");

  ChaosCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  @SuppressWarnings("try") // Cleanup is opened for what it does at the end.
  public Integer call() throws Exception {
    Path home =
        Objects.requireNonNull(
            shell.installation(), "start it with bench/chaos, which says where the program lies");
    Launcher launcher = Launcher.of(System.getProperty("afterimage.chaos.program"), home);
    requireSense(launcher);
    Results results = new Results(shell.folder().resolve(folder));
    Campaign campaign =
        new Campaign(
            results, (number, count, place) -> plan(launcher, number, count, place), this::tell);
    try (Cleanup cleanup = new Cleanup(Thread.currentThread())) {
      boolean good = campaign.run(faults, faultsPerRun);
      Report.of(results.all()).forEach(shell.out()::println);
      return good ? ExitCode.OK.status() : ExitCode.UNEXPECTED.status();
    }
  }

  /** What cannot be done is said before anything starts. */
  private void requireSense(Launcher launcher) {
    if (faults < 1 || faultsPerRun < 1 || !(isolated >= 0 && isolated <= 1)) {
      throw new ParameterException(
          command.commandLine(),
          "--faults and --faults-per-run must be at least 1, and --isolated between 0 and 1");
    }
    try {
      RunPlan unused = plan(launcher, 1, 1, folder);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), e.getMessage(), e);
    }
  }

  private RunPlan plan(Launcher launcher, int number, int count, Path place) {
    int shared = Math.min(2, cameras);
    Shape shape =
        new Shape(cameras, shared, 2, 2, standbys, 1, sources, mode, brokers, 1, seed + number);
    return new RunPlan(number, launcher, place, shape, count, kinds, isolated, LEAST_EVENTS);
  }

  private void tell(String line) {
    shell.err().println(line);
  }
}
