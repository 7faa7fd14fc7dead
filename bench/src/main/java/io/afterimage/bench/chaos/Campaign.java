package io.afterimage.bench.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Runs one after the other until there are enough faults. What was done before, in the same folder,
 * counts. Used by one thread.
 */
final class Campaign {
  /** Makes the plan of a run. */
  interface Planner {
    /** The plan of the run of that number, with so many faults, in a folder of its own. */
    RunPlan plan(int number, int faults, Path folder);
  }

  private final Results results;
  private final Planner planner;
  private final Consumer<String> tell;

  Campaign(Results results, Planner planner, Consumer<String> tell) {
    this.results = results;
    this.planner = planner;
    this.tell = tell;
  }

  /**
   * Runs.
   *
   * @param faults how many there shall be in the end
   * @param faultsPerRun how many a run has
   * @return whether every run, earlier ones included, is good
   * @throws IOException if the folder cannot be written
   * @throws InterruptedException if the thread is asked to stop
   */
  boolean run(int faults, int faultsPerRun) throws IOException, InterruptedException {
    Files.createDirectories(results.folder());
    while (true) {
      List<RunResult> all = results.all();
      int done = all.stream().mapToInt(RunResult::faultCount).sum();
      if (done >= faults) {
        return all.stream().allMatch(RunResult::isGood);
      }
      int number = all.stream().mapToInt(RunResult::run).max().orElse(0) + 1;
      Path folder = results.folder().resolve("run-%03d".formatted(number));
      delete(folder); // Of a run that was broken off.
      RunPlan plan = planner.plan(number, Math.min(faultsPerRun, faults - done), folder);
      tell.accept(
          "run %d: %d faults, seed %d".formatted(number, plan.faults(), plan.shape().seed()));
      RunResult result = new ChaosRun(plan, tell).run();
      results.add(result);
      Report.of(List.of(result)).forEach(line -> tell.accept("  " + line));
      if (result.isGood()) {
        delete(folder.resolve("disturbed"));
        delete(folder.resolve("undisturbed"));
      } else {
        tell.accept("  kept for a closer look: " + folder);
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
