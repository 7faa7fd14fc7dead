package io.afterimage.bench.speed;

import io.afterimage.bench.speed.result.ResultLog;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where results are kept. */
final class ResultOptions {
  @Option(
      names = "--results",
      order = MeasuringCommand.LAST + 1,
      paramLabel = "FILE",
      description = "The results (default: bench/results.jsonl of this installation).")
  private @Nullable Path file;

  /** The results. */
  ResultLog log(Place place) {
    return new ResultLog(file == null ? place.results() : file);
  }
}
