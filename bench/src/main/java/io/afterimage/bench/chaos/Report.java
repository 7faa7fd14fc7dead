package io.afterimage.bench.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/** All results in a few lines for people. Stateless and thread-safe. */
public final class Report {
  private Report() {}

  /** The lines. */
  public static List<String> of(List<RunResult> results) {
    List<String> lines = new ArrayList<>();
    Map<String, Integer> faults = new TreeMap<>();
    Map<String, Integer> differences = new TreeMap<>();
    Map<String, List<Long>> recoveries = new TreeMap<>();
    List<Long> all = new ArrayList<>();
    for (RunResult result : results) {
      result.faults().forEach((kind, count) -> faults.merge(kind, count, Integer::sum));
      result.differences().forEach((kind, count) -> differences.merge(kind, count, Integer::sum));
      result
          .recoveries()
          .forEach(
              each -> {
                recoveries.computeIfAbsent(each.kind(), kind -> new ArrayList<>()).add(each.ms());
                all.add(each.ms());
              });
    }
    lines.add(
        "%d runs, %d good; %d faults; %.0f minutes"
            .formatted(
                results.size(),
                results.stream().filter(RunResult::isGood).count(),
                sum(results, RunResult::faultCount),
                results.stream().mapToDouble(RunResult::seconds).sum() / 60));
    faults.forEach(
        (kind, count) ->
            lines.add("  %-16s %5d   %s".formatted(kind, count, recovery(recoveries.get(kind)))));
    lines.add(
        "compared: %d events, %d predictions, %d states, from %d frames; told again %d"
            .formatted(
                sum(results, RunResult::events),
                sum(results, RunResult::predictions),
                sum(results, RunResult::states),
                sum(results, RunResult::frames),
                sum(results, RunResult::repeats)));
    lines.add(
        "lost %d, doubled %d, reordered %d, changed %d, invented %d, states that differ %d"
            .formatted(
                differences.getOrDefault("lost", 0),
                differences.getOrDefault("doubled", 0),
                differences.getOrDefault("reordered", 0),
                differences.getOrDefault("changed", 0),
                differences.getOrDefault("invented", 0),
                differences.getOrDefault("state", 0)));
    lines.add("recovery: " + recovery(all));
    results.stream()
        .filter(result -> result.failure() != null)
        .forEach(result -> lines.add("run %d: %s".formatted(result.run(), result.failure())));
    return lines;
  }

  private static long sum(List<RunResult> results, ToLongFunction<RunResult> of) {
    return results.stream().mapToLong(of).sum();
  }

  private static String recovery(@org.jspecify.annotations.Nullable List<Long> times) {
    if (times == null || times.isEmpty()) {
      return "not measured";
    }
    List<Long> sorted = times.stream().sorted().toList();
    return "p50 %.1f s, p95 %.1f s, longest %.1f s (of %d)"
        .formatted(
            rank(sorted, 0.5) / 1000.0,
            rank(sorted, 0.95) / 1000.0,
            rank(sorted, 1) / 1000.0,
            sorted.size());
  }

  /** The least value that is not below that share of them. */
  private static long rank(List<Long> sorted, double share) {
    return sorted.get(Math.max(0, (int) Math.ceil(share * sorted.size()) - 1));
  }
}
