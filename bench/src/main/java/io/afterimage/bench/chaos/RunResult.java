package io.afterimage.bench.chaos;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came of a run: a line of {@code results.jsonl}. Immutable.
 *
 * @param run its number
 * @param seed of its random choices
 * @param mode delivery
 * @param sources what the cameras were
 * @param brokers of the cluster
 * @param standbys warm copies of each memory
 * @param cameras that were watched
 * @param started when, ISO 8601
 * @param seconds how long it took, the undisturbed run included
 * @param faults how many of each kind
 * @param recoveries of the isolated faults
 * @param frames in the log, markers included
 * @param predictions records compared
 * @param events records of actions, captions and attention compared
 * @param repeats records of all topics that came again, which is allowed at low latency alone; the
 *     undisturbed run's, such as two equal updates of an event, are not counted
 * @param differences how many of each kind
 * @param states keys of all stores compared
 * @param accuracy share of frames whose label is the simulated camera's own, under faults
 * @param accuracyUndisturbed the same, undisturbed
 * @param failure why the run could not be compared; null: it was
 */
public record RunResult(
    int run,
    long seed,
    String mode,
    String sources,
    int brokers,
    int standbys,
    int cameras,
    String started,
    double seconds,
    Map<String, Integer> faults,
    List<Recovery> recoveries,
    long frames,
    long predictions,
    long events,
    long repeats,
    Map<String, Integer> differences,
    int states,
    double accuracy,
    double accuracyUndisturbed,
    @Nullable String failure) {
  /**
   * How long it took until every camera had a committed prediction of a frame that was published
   * after the strike.
   *
   * @param kind the fault's kind
   * @param ms milliseconds from the strike
   */
  public record Recovery(String kind, long ms) {}

  /** Whether it was compared and is the same. */
  public boolean isGood() {
    return failure == null && differences.isEmpty();
  }

  /** The number of faults. */
  public int faultCount() {
    return faults.values().stream().mapToInt(Integer::intValue).sum();
  }
}
