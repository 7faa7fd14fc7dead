package io.afterimage.bench.speed;

import io.afterimage.app.cli.Shell;
import io.afterimage.bench.rig.Rig;
import io.afterimage.bench.speed.clip.StoredFrame;
import io.afterimage.bench.speed.encode.BareEncoder;
import io.afterimage.bench.speed.encode.OurLine;
import io.afterimage.bench.speed.encode.StageBench;
import io.afterimage.bench.speed.measure.Rounds;
import io.afterimage.bench.speed.measure.Work;
import io.afterimage.bench.speed.result.Comparison;
import io.afterimage.bench.speed.result.Goal;
import io.afterimage.inference.live.LivePack;
import io.afterimage.inference.pack.Pack;
import io.afterimage.inference.pack.PackLoader;
import io.afterimage.inference.runtime.PackRuntime;
import io.afterimage.inference.runtime.RuntimeSettings;
import io.afterimage.ingest.EncodingChoice;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures encoding. */
@Command(
    name = "encode",
    header = "Frames to features: beside the JPEG decoder and ONNX Runtime alone.",
    mixinStandardHelpOptions = true)
final class EncodeCommand extends MeasuringCommand {
  private static final String GROUP = "encode";
  private static final String UNIT = "frames a CPU-second";
  private static final Goal GOAL = Goal.ratioAtLeast(0.9);
  private static final List<Integer> BATCHES = List.of(1, 4, 16);
  private static final int CAMERAS = 8;
  private static final int SECONDS = 10;

  @Mixin private ClipOptions clips = new ClipOptions();

  @Option(
      names = "--pack",
      paramLabel = "PACK",
      defaultValue = "room-activity",
      description = "Whose encoder is run (${DEFAULT-VALUE}).")
  private String pack = "";

  @Option(
      names = "--frames",
      paramLabel = "N",
      defaultValue = "4000",
      description = "Frames of each measurement (${DEFAULT-VALUE}).")
  private int frames;

  EncodeCommand(Shell shell) {
    super(shell);
  }

  @Override
  void measure(Place place, Ledger ledger) throws Exception {
    atLeastOne("--frames", frames);
    Pack loaded = PackLoader.load(place.pack(pack));
    List<Path> recordings = clips.open(place).cameras(CAMERAS, SECONDS);
    Path folder = Files.createTempDirectory("afterimage-speed");
    PackRuntime runtime = PackRuntime.open(loaded, RuntimeSettings.cpu(1));
    try (LivePack live = new LivePack(runtime);
        Rig rig = new Rig(place.launcher(), folder)) {
      StageBench stage = new StageBench(rig, live);
      for (EncodingChoice encoding : List.of(EncodingChoice.JPEG, EncodingChoice.RAW)) {
        List<StoredFrame> stored = StoredFrame.inTurn(recordings, loaded.manifest(), encoding);
        List<StoredFrame> jpegs = encoding == EncodingChoice.JPEG ? stored : List.of();
        String what = encoding == EncodingChoice.JPEG ? "JPEG" : "raw";
        String limit =
            encoding == EncodingChoice.JPEG ? "JPEG decoder, ONNX Runtime" : "ONNX Runtime";
        for (int batch : BATCHES) {
          try (BareEncoder bare = new BareEncoder(loaded, jpegs, batch)) {
            OurLine line = new OurLine(runtime.encoder(), stored, batch);
            String name = "%s, batches of %d".formatted(what, batch);
            compare(ledger, name, limit, GOAL, () -> line.encode(frames), bare);
            if (batch == StageBench.MAX_BATCH) {
              String whole = "%s, whole stage from Kafka to Kafka".formatted(what);
              compare(ledger, whole, limit, null, () -> stage.encode(stored, 2 * frames), bare);
            }
          }
        }
      }
    }
    shell.err().println("data and logs are in " + folder);
  }

  private void compare(
      Ledger ledger,
      String what,
      String limit,
      @Nullable Goal goal,
      Rounds.Measurement<Work> ours,
      BareEncoder bare)
      throws Exception {
    ours.measure(); // The JVM warms up.
    bare.encode(frames);
    Rounds<Work, Work> rounds = Rounds.alternate(rounds(), ours, () -> bare.encode(frames));
    ledger.add(
        new Comparison(
            GROUP,
            what,
            UNIT,
            rounds.ours(Work::perCpuSecond),
            limit,
            rounds.beside(Work::perCpuSecond),
            goal));
  }
}
