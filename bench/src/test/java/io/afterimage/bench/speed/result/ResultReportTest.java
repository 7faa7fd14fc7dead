package io.afterimage.bench.speed.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.app.AppException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultReportTest {
  private static final Machine MACHINE = new Machine("Some CPU", 2, 7.8, "OpenJDK 17", "Linux 6");

  @TempDir private Path folder;

  @Test
  void shouldReadBackWhatItWrote() throws IOException {
    ResultLog log = new ResultLog(folder.resolve("results.jsonl"));
    Result beside = result("decode", "320x240", List.of(95.0, 90.0), "2026-11-21T10:00:00Z");
    Result alone =
        Result.of(
            Comparison.alone("memory", "resident", "MB", List.of(700.5), Goal.atMost(1500)),
            "bench/speed memory",
            MACHINE,
            "2026-11-21T10:00:00Z");
    log.add(beside);
    log.add(alone);

    assertThat(log.newest()).containsExactly(beside, alone);
  }

  @Test
  void shouldTellTheNewestOfEachAloneAndGroupThemByRun() throws IOException {
    ResultLog log = new ResultLog(folder.resolve("results.jsonl"));
    log.add(result("decode", "320x240", List.of(50.0, 50.0), "2026-11-20T10:00:00Z"));
    log.add(result("decode", "1280x720", List.of(94.0, 96.0), "2026-11-20T10:00:00Z"));
    log.add(result("decode", "320x240", List.of(95.0, 97.0), "2026-11-21T10:00:00Z"));

    String text = new ResultReport(log.newest()).text();

    assertThat(text)
        .containsOnlyOnce("## decode")
        .contains(
            "`bench/speed decode --rounds 2`  \nSome CPU, 2 cores, 7.8 GiB, OpenJDK 17, Linux 6  \n2026-11-21 10:00:00 UTC")
        .contains(
            "| 320x240 | frames per CPU-second | 96.0 (95.0–97.0) | 100 (100–100) | ffmpeg | 0.96 (0.95–0.97) | ratio ≥ 0.95 | yes |")
        .contains("2026-11-20 10:00:00 UTC")
        .doesNotContain("0.50");
  }

  @Test
  void shouldSayWhichLineIsNoResult() throws IOException {
    Path file = folder.resolve("results.jsonl");
    new ResultLog(file).add(result("decode", "w", List.of(1.0, 1.0), "2026-11-21T10:00:00Z"));
    Files.writeString(file, "{\n", StandardOpenOption.APPEND);

    assertThatThrownBy(() -> new ResultLog(file).newest())
        .isInstanceOf(AppException.class)
        .hasMessageContaining("line 2 of " + file);
  }

  private static Result result(String group, String what, List<Double> ours, String date) {
    Comparison comparison =
        new Comparison(
            group,
            what,
            "frames per CPU-second",
            ours,
            "ffmpeg",
            List.of(100.0, 100.0),
            Goal.ratioAtLeast(0.95));
    return Result.of(comparison, "bench/speed decode --rounds 2", MACHINE, date);
  }
}
