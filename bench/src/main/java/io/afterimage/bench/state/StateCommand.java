package io.afterimage.bench.state;

import io.afterimage.app.cli.ExitCode;
import io.afterimage.app.cli.Shell;
import io.afterimage.bench.chaos.process.Launcher;
import io.afterimage.bench.rig.Case;
import io.afterimage.bench.rig.Rig;
import io.afterimage.bench.rig.Tape;
import io.afterimage.bench.state.RestoreBench.Restore;
import io.afterimage.topology.Delivery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures memories. */
@Command(
    name = "state",
    header = "Measure what memories cost in the log, and how long they take to restore.",
    description =
        "%nOne broker and one topology, as processes of their own; the features are those of simulated rooms.%n",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true)
public final class StateCommand {
  private static final double FPS = 12.5;
  private static final String NONE = "none";

  private final Shell shell;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it.
  private CommandSpec command;

  /** What is measured, and how often. */
  private static final class Trials {
    @Option(
        names = "--captions",
        paramLabel = "PACK",
        defaultValue = "room-captions",
        description = "A caption pack; none: memories alone (${DEFAULT-VALUE}).")
    private String captions = "";

    @Option(
        names = "--repeat",
        paramLabel = "N",
        defaultValue = "5",
        description = "How often (${DEFAULT-VALUE}).")
    private int repeat;

    private List<String> packs() {
      return captions.equals(NONE) ? List.of() : List.of(captions);
    }
  }

  StateCommand(Shell shell) {
    this.shell = shell;
  }

  @Command(
      name = "changelog",
      header = "Bytes that each frame writes into the changelogs.",
      mixinStandardHelpOptions = true)
  int changelog(
      @Option(
              names = "--captions",
              paramLabel = "PACK",
              split = ",",
              defaultValue =
                  "none,room-captions,room-captions-spatial,room-captions-hard,room-captions-nic,cctv-captions",
              description = "Caption packs; none: memories alone (${DEFAULT-VALUE}).")
          List<String> captions,
      @Option(
              names = "--cache",
              paramLabel = "SIZE",
              split = ",",
              defaultValue = "0KiB,16MiB",
              description = "Sizes of topology.cache (${DEFAULT-VALUE}).")
          List<String> caches,
      @Option(
              names = "--cameras",
              paramLabel = "N",
              defaultValue = "20",
              description = "How many cameras (${DEFAULT-VALUE}).")
          int cameras,
      @Option(
              names = "--frames",
              paramLabel = "N",
              defaultValue = "250",
              description = "Frames of each camera, at 12.5 a second (${DEFAULT-VALUE}).")
          int frames)
      throws IOException, InterruptedException {
    requireAtLeastOne("--cameras and --frames", cameras, frames);
    return on(
        captions.stream().filter(pack -> !pack.equals(NONE)).toList(),
        frames,
        (rig, tape) -> {
          ChangelogBench bench = new ChangelogBench(rig, tape);
          shell
              .out()
              .println(
                  "| mode | captions | cache | memory | windows | slots | KB a camera-second |");
          shell.out().println("|---|---|---|---|---|---|---|");
          int number = 0;
          for (String pack : captions) {
            for (Delivery delivery : Delivery.values()) {
              for (String cache : caches) {
                Case measured = new Case(pack, delivery, cache, cameras);
                Map<String, Double> bytes = bench.measure(measured, "log" + number++, frames);
                double all = bytes.values().stream().mapToDouble(Double::doubleValue).sum();
                shell
                    .out()
                    .printf(
                        Locale.ROOT,
                        "| %s | %s | %s | %.0f | %.0f | %.0f | %.1f |%n",
                        delivery.wireName(),
                        pack,
                        cache,
                        bytes.get("memory"),
                        bytes.get("windows"),
                        bytes.get("window-slots"),
                        all * FPS / 1e3);
                shell.out().flush();
              }
            }
          }
        });
  }

  @Command(
      name = "restore",
      header = "How long the memories of many cameras take to restore.",
      mixinStandardHelpOptions = true)
  int restore(
      @Mixin Trials trials,
      @Option(
              names = "--cameras",
              paramLabel = "N",
              split = ",",
              defaultValue = "1000",
              description =
                  "How many cameras; several numbers are measured in turn (${DEFAULT-VALUE}).")
          List<Integer> cameras,
      @Option(
              names = "--frames",
              paramLabel = "N",
              defaultValue = "60",
              description = "Frames of each camera before each restore (${DEFAULT-VALUE}).")
          int frames)
      throws IOException, InterruptedException {
    requireAtLeastOne(
        "--cameras, --frames and --repeat", Collections.min(cameras), frames, trials.repeat);
    return on(
        trials.packs(),
        2 * frames,
        (rig, tape) -> {
          RestoreBench bench = new RestoreBench(rig, tape);
          shell.out().println("| cameras | after | changes read | restoring, s | ready, s |");
          shell.out().println("|---|---|---|---|---|");
          int number = 0;
          for (int count : cameras) {
            for (int i = 0; i < trials.repeat; i++) {
              Case measured = new Case(trials.captions, Delivery.EXACTLY_ONCE, "0KiB", count);
              for (Restore each : bench.measure(measured, "restore" + number++, frames)) {
                shell
                    .out()
                    .printf(
                        Locale.ROOT,
                        "| %d | %s | %d | %.2f | %.1f |%n",
                        count,
                        each.how(),
                        each.changes(),
                        each.restoring(),
                        each.ready());
                shell.out().flush();
              }
            }
          }
        });
  }

  @Command(
      name = "throughput",
      header = "How many features a second one topology takes.",
      mixinStandardHelpOptions = true)
  int throughput(
      @Mixin Trials trials,
      @Option(
              names = "--cameras",
              paramLabel = "N",
              defaultValue = "100",
              description = "How many cameras (${DEFAULT-VALUE}).")
          int cameras,
      @Option(
              names = "--frames",
              paramLabel = "N",
              defaultValue = "600",
              description = "Frames of each camera, all of them waiting (${DEFAULT-VALUE}).")
          int frames,
      @Option(
              names = "--instances",
              paramLabel = "N",
              split = ",",
              defaultValue = "1",
              description =
                  "How many topologies share them; several numbers are measured in turn (${DEFAULT-VALUE}).")
          List<Integer> instances,
      @Option(
              names = "--threads",
              paramLabel = "N",
              defaultValue = "0",
              description = "Stream threads of each; 0: one a core (${DEFAULT-VALUE}).")
          int threads)
      throws IOException, InterruptedException {
    requireAtLeastOne(
        "--cameras, --frames, --instances and --repeat",
        cameras,
        frames,
        Collections.min(instances),
        trials.repeat);
    return on(
        trials.packs(),
        frames,
        (rig, tape) -> {
          ThroughputBench bench = new ThroughputBench(rig, tape);
          shell.out().println("| mode | instances | features a second |");
          shell.out().println("|---|---|---|");
          int number = 0;
          for (int i = 0; i < trials.repeat; i++) {
            for (Delivery delivery : Delivery.values()) {
              Case measured = new Case(trials.captions, delivery, Case.DEFAULT_CACHE, cameras);
              for (int several : instances) {
                double speed =
                    bench.measure(measured, "through" + number++, frames, several, threads);
                shell
                    .out()
                    .printf(
                        Locale.ROOT, "| %s | %d | %.0f |%n", delivery.wireName(), several, speed);
                shell.out().flush();
              }
            }
          }
        });
  }

  private void requireAtLeastOne(String options, int... values) {
    for (int value : values) {
      if (value < 1) {
        throw new ParameterException(command.commandLine(), options + " must be at least 1");
      }
    }
  }

  /** What is measured with a tape. */
  private interface Work {
    void on(Rig rig, Tape tape) throws IOException, InterruptedException;
  }

  private int on(List<String> captions, int frames, Work work)
      throws IOException, InterruptedException {
    Path home =
        Objects.requireNonNull(
            shell.installation(), "start it with bench/state, which says where the program lies");
    Path folder = Files.createTempDirectory("afterimage-state");
    Launcher launcher = Launcher.of(System.getProperty("afterimage.chaos.program"), home);
    try (Rig rig = new Rig(launcher, folder)) {
      work.on(
          rig,
          Tape.record(
              rig,
              captions.isEmpty() ? NONE : String.join(",", captions),
              (int) Math.ceil(frames / FPS)));
    }
    shell.err().println("data and logs are in " + folder);
    return ExitCode.OK.status();
  }
}
