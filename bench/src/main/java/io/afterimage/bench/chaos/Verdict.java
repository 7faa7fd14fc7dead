package io.afterimage.bench.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.afterimage.bench.chaos.compare.Difference;
import io.afterimage.bench.chaos.compare.Outcome;
import io.afterimage.contract.event.EventJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * A run beside the undisturbed one. Immutable.
 *
 * @param disturbed what came of the frames under faults
 * @param undisturbed what came of them without
 * @param truth what the simulated cameras know: by {@code camera/epoch}, the label from each frame
 *     on at which it changes
 * @param differences of the two
 */
record Verdict(
    Outcome disturbed,
    Outcome undisturbed,
    Map<String, NavigableMap<Long, String>> truth,
    List<Difference> differences) {
  private static final Outcome NOTHING = new Outcome(Map.of(), Map.of(), Map.of());

  /** Of a run that did not come to its end. */
  static final Verdict NONE = new Verdict(NOTHING, NOTHING, Map.of(), List.of());

  /**
   * Compares.
   *
   * @param repeats whether a record may come again
   */
  static Verdict of(
      Outcome disturbed,
      Outcome undisturbed,
      Map<String, NavigableMap<Long, String>> truth,
      boolean repeats) {
    return new Verdict(disturbed, undisturbed, truth, disturbed.against(undisturbed, repeats));
  }

  /** How many differences there are of each kind. */
  Map<String, Integer> counts() {
    Map<String, Integer> counts = new TreeMap<>();
    differences.forEach(each -> counts.merge(each.kind().wireName(), 1, Integer::sum));
    return counts;
  }

  /** How many records came again under faults, beyond those that the undisturbed run has. */
  long repeats() {
    return disturbed.repeats() - undisturbed.repeats();
  }

  /**
   * Writes the differences down, a JSON line each, if there are any.
   *
   * @throws IOException if the file cannot be written
   */
  void write(Path file) throws IOException {
    if (!differences.isEmpty()) {
      Files.write(
          file,
          differences.stream().map(each -> new String(EventJson.write(each), UTF_8)).toList());
    }
  }
}
