package io.afterimage.bench.speed.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class CpuTimeTest {
  private static final String LINE =
      "42 (a) b (c)) S 1 42 42 0 -1 4194560 100 200 3 4 250 75 1200 300 20 0 5 0 99 1 2";

  @Test
  void shouldFindFieldsBehindANameWithBracketsAndBlanks() {
    assertThat(CpuTime.sum(LINE, 14)).isEqualTo(3.25);
    assertThat(CpuTime.sum(LINE, 16)).isEqualTo(15.0);
  }

  @Test
  void shouldReadThisProcessAsOthersDo() {
    assumeTrue(Files.exists(Path.of("/proc/self/stat")), "needs Linux's /proc");
    double before = CpuTime.of(ProcessHandle.current().pid());

    assertThat(CpuTime.ofProcess()).isGreaterThanOrEqualTo(before - 0.02);
  }
}
