package io.afterimage.bench.speed.result;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Results as a document: a chapter for each group, and in it a table for each run. Immutable.
 *
 * @param results in the order in which they are told
 */
public record ResultReport(List<Result> results) {
  private record Run(String command, Machine machine, String date) {
    private static Run of(Result result) {
      return new Run(result.command(), result.machine(), result.date());
    }
  }

  /** Copies the results. */
  public ResultReport {
    results = List.copyOf(results);
  }

  /** The document, in Markdown. */
  public String text() {
    Map<String, Map<Run, StringBuilder>> groups = new LinkedHashMap<>();
    for (Result each : results) {
      groups
          .computeIfAbsent(each.group(), group -> new LinkedHashMap<>())
          .computeIfAbsent(Run.of(each), run -> new StringBuilder(ResultTable.head()))
          .append(ResultTable.row(each));
    }
    StringBuilder text =
        new StringBuilder(
            """
            # Results

            Written by `bench/speed report` from `bench/results.jsonl`. How each is measured: [bench](README.md).
            Figures are medians of rounds, the lowest and the highest in brackets; what stands beside ours was measured
            in the same rounds, and the ratio is the median of the rounds' ratios.
            """);
    groups.forEach(
        (group, runs) -> {
          text.append("\n## ").append(group).append('\n');
          runs.forEach((run, table) -> text.append(head(run)).append(table));
        });
    return text.toString();
  }

  private static String head(Run run) {
    return "\n`%s`  \n%s  \n%s UTC\n\n"
        .formatted(
            run.command(), run.machine().text(), run.date().replace('T', ' ').replace("Z", ""));
  }
}
