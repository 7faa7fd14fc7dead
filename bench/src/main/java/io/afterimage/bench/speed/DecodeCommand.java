package io.afterimage.bench.speed;

import io.afterimage.app.cli.Shell;
import io.afterimage.bench.speed.clip.Clips;
import io.afterimage.bench.speed.clip.Ffmpeg;
import io.afterimage.bench.speed.decode.DecodeBench;
import io.afterimage.bench.speed.decode.DecodeBench.Reading;
import io.afterimage.bench.speed.decode.Wanted;
import io.afterimage.bench.speed.measure.Rounds;
import io.afterimage.bench.speed.measure.Work;
import io.afterimage.bench.speed.result.Comparison;
import io.afterimage.bench.speed.result.Goal;
import io.afterimage.inference.pack.Manifest;
import io.afterimage.inference.pack.PackLoader;
import io.afterimage.ingest.EncodingChoice;
import io.afterimage.ingest.LoopFilter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures decoding. */
@Command(
    name = "decode",
    header = "Decode, sample, scale, compress: beside the ffmpeg command doing the same.",
    mixinStandardHelpOptions = true)
final class DecodeCommand extends MeasuringCommand {
  private static final String GROUP = "decode";
  private static final String UNIT = "pictures a CPU-second";
  private static final Goal GOAL = Goal.ratioAtLeast(0.95);

  /** Of the recordings. */
  private static final int FPS = 25;

  @Mixin private ClipOptions clips = new ClipOptions();

  @Option(
      names = "--pack",
      paramLabel = "PACK",
      defaultValue = "room-activity",
      description = "Whose input the frames are (${DEFAULT-VALUE}).")
  private String pack = "";

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "600",
      description =
          "How long the small recording is; the large one is a fifth of it (${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--ffmpeg",
      paramLabel = "PROGRAM",
      description = "The ffmpeg command (default: the one of the libraries that ingest uses).")
  private @Nullable String program;

  DecodeCommand(Shell shell) {
    super(shell);
  }

  @Override
  void measure(Place place, Ledger ledger) throws Exception {
    atLeastOne("--seconds", seconds);
    Manifest manifest = PackLoader.load(place.pack(pack)).manifest();
    int every = (int) Math.round(FPS / manifest.rateFps());
    Ffmpeg ffmpeg = program == null ? Ffmpeg.bundled() : new Ffmpeg(program);
    String name = program == null ? "ffmpeg of the same build" : program;
    for (Map.Entry<String, Path> clip : recordings(clips.open(place)).entrySet()) {
      for (EncodingChoice encoding : List.of(EncodingChoice.JPEG, EncodingChoice.RAW)) {
        Wanted wanted = new Wanted(manifest.input(), every, LoopFilter.ALL, encoding);
        DecodeBench bench = new DecodeBench(ffmpeg, clip.getValue(), wanted, manifest.rateFps());
        bench.ours(); // The JVM warms up.
        Rounds<Reading, Work> rounds = Rounds.alternate(rounds(), bench::ours, bench::command);
        String what =
            "%s to %s".formatted(clip.getKey(), encoding == EncodingChoice.JPEG ? "JPEG" : "raw");
        List<Double> limit = rounds.beside(Work::perCpuSecond);
        List<Double> thread = rounds.ours(reading -> reading.thread().perCpuSecond());
        List<Double> process = rounds.ours(reading -> reading.process().perCpuSecond());
        ledger.add(new Comparison(GROUP, what, UNIT, thread, name, limit, GOAL));
        String whole = what + ", whole process";
        ledger.add(new Comparison(GROUP, whole, UNIT, process, name, limit, null));
      }
    }
  }

  private Map<String, Path> recordings(Clips from) throws Exception {
    Map<String, Path> recordings = new LinkedHashMap<>();
    recordings.put("320×240", from.cameras(1, seconds).get(0));
    recordings.put("1280×720", from.enlarged(1280, 720, Math.max(1, seconds / 5)));
    return recordings;
  }
}
