package io.afterimage.bench.speed.plan;

import io.afterimage.app.AppException;
import io.afterimage.app.AppException.Code;
import io.afterimage.bench.speed.result.Result;
import io.afterimage.bench.speed.result.Spread;
import java.util.Comparator;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What one camera takes each second. Immutable.
 *
 * @param cameras of the run that it was measured in
 * @param ingestMs CPU, milliseconds
 * @param inferenceMs CPU
 * @param topologyMs CPU
 * @param brokerMs CPU of the broker, for one copy of each record
 * @param framesKb bytes of frames written to Kafka
 * @param featuresKb bytes of features
 * @param changelogKb bytes of memories' changelogs
 */
public record CameraCost(
    int cameras,
    double ingestMs,
    double inferenceMs,
    double topologyMs,
    double brokerMs,
    double framesKb,
    double featuresKb,
    double changelogKb) {
  private static final Pattern INGEST =
      Pattern.compile("(\\d+) cameras?, frames over Kafka, low_latency: CPU of ingest");

  /** How the rows of results begin that tell the size of a record. */
  public static final String RECORD = "record of a ";

  /**
   * Of the run with the most cameras, frames over Kafka.
   *
   * @param results the newest of each measurement
   * @param rateFps frames of a camera
   * @param changelogBytes that each frame writes
   * @throws AppException {@link Code#CONFIG} if nothing of that kind was measured
   */
  public static CameraCost of(List<Result> results, double rateFps, double changelogBytes) {
    int cameras =
        results.stream()
            .flatMap(result -> INGEST.matcher(result.what()).results())
            .map((MatchResult match) -> Integer.valueOf(match.group(1)))
            .max(Comparator.naturalOrder())
            .orElseThrow(CameraCost::unmeasured);
    String of =
        "%d camera%s, frames over Kafka, low_latency: CPU of "
            .formatted(cameras, cameras == 1 ? "" : "s");
    return new CameraCost(
        cameras,
        median(results, of + "ingest"),
        median(results, of + "inference"),
        median(results, of + "topology"),
        median(results, of + "broker"),
        rateFps * median(results, RECORD + "frame"),
        rateFps * median(results, RECORD + "feature"),
        rateFps * changelogBytes / 1e3);
  }

  private static double median(List<Result> results, String what) {
    return results.stream()
        .filter(result -> result.what().equals(what))
        .map(result -> Spread.of(result.ours()).median())
        .findFirst()
        .orElseThrow(CameraCost::unmeasured);
  }

  private static AppException unmeasured() {
    return new AppException(
        Code.CONFIG, "what a camera takes is not known: run 'bench/speed pipeline' first");
  }
}
