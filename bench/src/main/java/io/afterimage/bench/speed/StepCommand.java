package io.afterimage.bench.speed;

import io.afterimage.app.cli.Shell;
import io.afterimage.bench.rig.Rig;
import io.afterimage.bench.rig.Tape;
import io.afterimage.bench.speed.measure.Rounds;
import io.afterimage.bench.speed.measure.Work;
import io.afterimage.bench.speed.result.Comparison;
import io.afterimage.bench.speed.result.Goal;
import io.afterimage.bench.speed.step.StepBench;
import io.afterimage.inference.pack.PackLoader;
import io.afterimage.inference.runtime.PackRuntime;
import io.afterimage.inference.runtime.RuntimeSettings;
import io.afterimage.topology.Delivery;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures the step of memories. */
@Command(
    name = "step",
    header = "Features to predictions and events: beside the ONNX step in a bare loop.",
    mixinStandardHelpOptions = true)
final class StepCommand extends MeasuringCommand {
  private static final String GROUP = "step";
  private static final String LIMIT = "ONNX step in a consume–produce loop";
  private static final double FPS = 12.5;

  @Option(
      names = "--pack",
      paramLabel = "PACK",
      defaultValue = "room-activity",
      description = "Whose memories are kept (${DEFAULT-VALUE}).")
  private String pack = "";

  @Option(
      names = "--cameras",
      paramLabel = "N",
      defaultValue = "300",
      description = "How many cameras, other ones in each round (${DEFAULT-VALUE}).")
  private int cameras;

  @Option(
      names = "--frames",
      paramLabel = "N",
      defaultValue = "600",
      description = "Frames of each camera, all of them waiting (${DEFAULT-VALUE}).")
  private int frames;

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      defaultValue = "8",
      description = "Rounds before the first one that is measured (${DEFAULT-VALUE}).")
  private int warmUp;

  StepCommand(Shell shell) {
    super(shell);
  }

  @Override
  void measure(Place place, Ledger ledger) throws Exception {
    atLeastOne("--cameras", cameras);
    atLeastOne("--frames", frames);
    atLeastOne("--warm-up", warmUp);
    Path folder = Files.createTempDirectory("afterimage-speed");
    try (PackRuntime runtime =
            PackRuntime.openWithoutEncoder(
                PackLoader.load(place.pack(pack)), RuntimeSettings.cpu(1));
        Rig rig = new Rig(place.launcher(), folder)) {
      Tape tape = Tape.record(rig, "none", (int) Math.ceil(frames / FPS));
      for (Delivery delivery : Delivery.values()) {
        try (StepBench bench = new StepBench(rig, tape, runtime, delivery, cameras)) {
          add(ledger, delivery, bench.measure(warmUp, rounds()));
        }
      }
    }
    shell.err().println("data and logs are in " + folder);
  }

  private static void add(Ledger ledger, Delivery delivery, Rounds<Work, Work> rounds)
      throws Exception {
    Goal goal =
        switch (delivery) {
          case LOW_LATENCY -> Goal.ratioAtLeast(0.7);
          case EXACTLY_ONCE -> Goal.ratioAtLeast(0.55);
        };
    String what = delivery.wireName() + ", one thread";
    ledger.add(
        new Comparison(
            GROUP,
            what + ", by CPU time",
            "features a CPU-second",
            rounds.ours(Work::perCpuSecond),
            LIMIT,
            rounds.beside(Work::perCpuSecond),
            goal));
    ledger.add(
        new Comparison(
            GROUP,
            what,
            "features a second",
            rounds.ours(Work::perSecond),
            LIMIT,
            rounds.beside(Work::perSecond),
            goal));
  }
}
