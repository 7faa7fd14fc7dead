package io.afterimage.bench.speed;

import io.afterimage.bench.speed.clip.Clips;
import io.afterimage.bench.speed.pipeline.Load;
import io.afterimage.bench.speed.pipeline.PipelineRuns;
import io.afterimage.ingest.LoopFilter;
import io.afterimage.topology.Delivery;
import java.io.IOException;
import java.time.Duration;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What is run, and how long. */
final class LoadOptions {
  @Mixin private ClipOptions clips = new ClipOptions();

  @Option(names = "--edge", description = "Pass frames in memory rather than over Kafka.")
  private boolean edge;

  @Option(
      names = "--exactly-once",
      description = "Tell events once, with their transaction, rather than at once.")
  private boolean exactlyOnce;

  @Option(
      names = "--previews",
      description =
          "Make pictures for people too, as is the default of a run; neither the limits nor the peers do.")
  private boolean previews;

  @Option(
      names = "--loop-filter",
      paramLabel = "PICTURES",
      defaultValue = "all",
      description = "Which pictures get their codec's loop filter: all or key (${DEFAULT-VALUE}).")
  private LoopFilter filtered = LoopFilter.ALL;

  @Option(
      names = "--warm-up",
      paramLabel = "DURATION",
      defaultValue = "3m",
      description = "How long the JVM compiles first (${DEFAULT-VALUE}).")
  private Duration warmUp = Duration.ZERO;

  @Option(
      names = "--window",
      paramLabel = "DURATION",
      defaultValue = "30s",
      description = "How long each round is (${DEFAULT-VALUE}).")
  private Duration window = Duration.ZERO;

  /** The load. */
  Load load(int cameras, int windows) {
    Delivery delivery = exactlyOnce ? Delivery.EXACTLY_ONCE : Delivery.LOW_LATENCY;
    return new Load(cameras, edge, filtered, previews, delivery, warmUp, window, windows);
  }

  /** Whether frames are passed in memory. */
  boolean edge() {
    return edge;
  }

  /** Which pictures get their codec's loop filter. */
  LoopFilter filtered() {
    return filtered;
  }

  /** What is played. */
  Clips clips(Place place) throws IOException {
    return clips.open(place);
  }

  /** What CPU a camera may take, in milliseconds a second. */
  double mostCpu() {
    return edge ? 11 : 18;
  }

  /** How many cameras are to be kept up with. */
  int mostCameras() {
    return edge ? 150 : 100;
  }

  /** How large the process may be, MB. */
  double mostMemory() {
    return 1500;
  }

  /** What runs loads. */
  PipelineRuns runs(Place place) throws IOException {
    return new PipelineRuns(place.program(), clips(place), place.work());
  }
}
