package io.afterimage.bench.speed.pipeline;

import io.afterimage.ingest.LoopFilter;
import io.afterimage.topology.Delivery;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Cameras that play recordings in real time through all roles in one process. Immutable.
 *
 * @param cameras how many
 * @param edge whether frames are passed in memory, rather than over Kafka
 * @param filtered which pictures get their codec's loop filter
 * @param previews whether pictures for people are made
 * @param delivery when events are told
 * @param warmUp how long the JVM compiles and the cameras settle first
 * @param window how long is measured at a time
 * @param windows how often, one after the other
 */
public record Load(
    int cameras,
    boolean edge,
    LoopFilter filtered,
    boolean previews,
    Delivery delivery,
    Duration warmUp,
    Duration window,
    int windows) {
  private static final Duration SLACK = Duration.ofSeconds(30);

  /** The same with another number of cameras. */
  public Load of(int other) {
    return new Load(other, edge, filtered, previews, delivery, warmUp, window, windows);
  }

  /** In words, for a table. */
  public String text() {
    return "%d camera%s, frames %s, %s%s%s"
        .formatted(
            cameras,
            cameras == 1 ? "" : "s",
            edge ? "in memory" : "over Kafka",
            delivery.wireName(),
            text(filtered),
            previews ? ", with previews" : "");
  }

  /** What to add to a row's name, so that no other filter's row stands for it. */
  public static String text(LoopFilter filtered) {
    return filtered == LoopFilter.KEY ? ", loop filter of key pictures" : "";
  }

  /** How long the cameras' clips must be, seconds. */
  public int clipSeconds() {
    return (int) length().plus(SLACK).toSeconds();
  }

  /**
   * The program's arguments.
   *
   * @param clips one of each camera
   * @param data an empty folder
   */
  List<String> arguments(List<Path> clips, Path data) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "bench",
                "pipeline",
                "--json",
                "--cameras=" + cameras,
                "--warm-up=" + warmUp.toMillis() + "ms",
                "--for=" + length().toMillis() + "ms",
                "--windows=" + windows,
                "--captions=none",
                "--data=" + data,
                "--set=ingest.loop_filter=" + filtered.name().toLowerCase(Locale.ROOT),
                "--set=ingest.previews=" + previews,
                "--set=topology.delivery=" + delivery.wireName()));
    if (edge) {
      arguments.add("--edge");
    }
    clips.forEach(clip -> arguments.add("--clip=" + clip));
    return arguments;
  }

  private Duration length() {
    return warmUp.plus(window.multipliedBy(windows));
  }
}
