package io.afterimage.bench.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.bench.chaos.RunResult.Recovery;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
  @TempDir private Path folder;

  @Test
  void shouldSumUpAllRuns() {
    List<Recovery> recoveries =
        LongStream.rangeClosed(1, 20)
            .mapToObj(i -> new Recovery("kill_topology", i * 1000))
            .toList();
    RunResult good = result(1, Map.of("kill_topology", 20), recoveries, Map.of(), null);
    RunResult bad =
        result(2, Map.of("kill_broker", 3), List.of(), Map.of("lost", 2, "state", 1), null);
    RunResult failed = result(3, Map.of("kill_broker", 1), List.of(), Map.of(), "it hangs");

    assertThat(Report.of(List.of(good, bad, failed)))
        .containsExactly(
            "3 runs, 1 good; 24 faults; 9 minutes",
            "  kill_broker          4   not measured",
            "  kill_topology       20   p50 10.0 s, p95 19.0 s, longest 20.0 s (of 20)",
            "compared: 900 events, 3000 predictions, 30 states, from 3300 frames; told again 6",
            "lost 2, doubled 0, reordered 0, changed 0, invented 0, states that differ 1",
            "recovery: p50 10.0 s, p95 19.0 s, longest 20.0 s (of 20)",
            "run 3: it hangs");
  }

  @Test
  void shouldReadBackWhatWasWritten() throws Exception {
    Results results = new Results(folder);
    RunResult first =
        result(1, Map.of("pause_role", 2), List.of(new Recovery("pause_role", 7)), Map.of(), null);
    RunResult second = result(2, Map.of(), List.of(), Map.of("doubled", 1), "too few");

    results.add(first);
    results.add(second);

    assertThat(results.all()).containsExactly(first, second);
    assertThat(first.isGood()).isTrue();
    assertThat(second.isGood()).isFalse();
  }

  private static RunResult result(
      int run,
      Map<String, Integer> faults,
      List<Recovery> recoveries,
      Map<String, Integer> differences,
      @Nullable String failure) {
    return new RunResult(
        run,
        run,
        "exactly_once",
        "live",
        3,
        0,
        6,
        "2026-11-21T12:00:00Z",
        180,
        faults,
        recoveries,
        1100,
        1000,
        300,
        2,
        differences,
        10,
        0.8,
        0.8,
        failure);
  }
}
