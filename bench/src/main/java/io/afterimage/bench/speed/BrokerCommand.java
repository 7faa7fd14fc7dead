package io.afterimage.bench.speed;

import io.afterimage.app.broker.DataFolder;
import io.afterimage.app.broker.EmbeddedBroker;
import io.afterimage.app.cli.Shell;
import io.afterimage.bench.speed.broker.BrokerBench;
import io.afterimage.bench.speed.broker.BrokerBench.Way;
import io.afterimage.bench.speed.clip.StoredFrame;
import io.afterimage.bench.speed.measure.Rounds;
import io.afterimage.bench.speed.measure.Work;
import io.afterimage.bench.speed.result.Comparison;
import io.afterimage.bench.speed.result.Goal;
import io.afterimage.inference.pack.Manifest;
import io.afterimage.inference.pack.PackLoader;
import io.afterimage.ingest.EncodingChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures the way through the broker. */
@Command(
    name = "broker",
    header = "Frames through the embedded broker: beside Kafka's own performance tools.",
    mixinStandardHelpOptions = true)
final class BrokerCommand extends MeasuringCommand {
  private static final String GROUP = "broker";
  private static final String TOOLS = "Kafka's perf tool";
  private static final Goal GOAL = Goal.ratioAtLeast(0.9);
  private static final long MIN_FREE = 1L << 30;
  private static final int CAMERAS = 16;
  private static final int SECONDS = 10;

  @Mixin private ClipOptions clips = new ClipOptions();

  @Option(
      names = "--pack",
      paramLabel = "PACK",
      defaultValue = "room-activity",
      description = "Whose input the frames are (${DEFAULT-VALUE}).")
  private String pack = "";

  @Option(
      names = "--megabytes",
      paramLabel = "N",
      defaultValue = "250",
      description = "Frames of each measurement, together (${DEFAULT-VALUE}).")
  private int megabytes;

  BrokerCommand(Shell shell) {
    super(shell);
  }

  @Override
  void measure(Place place, Ledger ledger) throws Exception {
    atLeastOne("--megabytes", megabytes);
    Manifest manifest = PackLoader.load(place.pack(pack)).manifest();
    List<Path> recordings = clips.open(place).cameras(CAMERAS, SECONDS);
    Path folder = Files.createTempDirectory("afterimage-speed");
    try (DataFolder data = DataFolder.open(folder, MIN_FREE);
        EmbeddedBroker broker = EmbeddedBroker.start(data, 0)) {
      for (EncodingChoice encoding : List.of(EncodingChoice.RAW, EncodingChoice.JPEG)) {
        List<StoredFrame> frames = StoredFrame.inTurn(recordings, manifest, encoding);
        measure(ledger, broker, encoding, frames);
      }
    }
    shell.err().println("data and logs are in " + folder);
  }

  private void measure(
      Ledger ledger, EmbeddedBroker broker, EncodingChoice encoding, List<StoredFrame> frames)
      throws Exception {
    double bytes = frames.stream().mapToInt(StoredFrame::bytes).average().orElseThrow();
    int records = (int) Math.max(frames.size(), megabytes * 1e6 / bytes);
    String what =
        "%s frames of %.0f KB"
            .formatted(encoding == EncodingChoice.RAW ? "raw" : "JPEG", bytes / 1e3);
    try (BrokerBench bench = new BrokerBench(broker, records)) {
      bench.ours(frames); // The JVM warms up.
      bench.tools((int) bytes);
      Rounds<Way, Way> rounds =
          Rounds.alternate(rounds(), () -> bench.ours(frames), () -> bench.tools((int) bytes));
      add(ledger, what + ", produced", rounds, Way::produce);
      add(ledger, what + ", consumed", rounds, Way::consume);
    }
  }

  private static void add(
      Ledger ledger, String what, Rounds<Way, Way> rounds, Function<Way, Work> part)
      throws IOException {
    add(ledger, what, "a second", GOAL, rounds, way -> part.apply(way).perSecond());
    add(ledger, what, "a CPU-second", null, rounds, way -> part.apply(way).perCpuSecond());
  }

  private static void add(
      Ledger ledger,
      String what,
      String per,
      @Nullable Goal goal,
      Rounds<Way, Way> rounds,
      Function<Way, Double> figure)
      throws IOException {
    List<Double> ours = rounds.ours(figure::apply);
    List<Double> tools = rounds.beside(figure::apply);
    String unit = "records " + per;
    ledger.add(new Comparison(GROUP, what + " " + per, unit, ours, TOOLS, tools, goal));
  }
}
