package io.afterimage.ingest.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SampleGridTest {
  @Test
  void shouldTakeEverySecondPictureOf25AtHalfTheRate() {
    assertThat(taken(12.5, regular(25, 100))).isEqualTo(regular(12.5, 50));
  }

  @Test
  void shouldTakeEveryPictureOfASlowerSource() {
    assertThat(taken(12.5, regular(10, 100))).isEqualTo(regular(10, 100));
    assertThat(taken(12.5, regular(12.5, 100))).isEqualTo(regular(12.5, 100));
  }

  @Test
  void shouldTakeTheRateOnAverage() {
    for (double fps : new double[] {13, 15, 24, 29.97, 30, 50, 59.94, 60, 120}) {
      assertThat(taken(12.5, regular(fps, (int) (fps * 100)))).hasSizeBetween(1249, 1251);
    }
  }

  @Test
  void shouldForgiveTimesThatAreRoundedToMilliseconds() {
    List<Long> rounded = regular(25, 1000).stream().map(time -> time / 1000 * 1000).toList();
    assertThat(taken(12.5, rounded)).hasSize(500);
    List<Long> thirds = regular(30, 3000).stream().map(time -> time / 1000 * 1000).toList();
    assertThat(taken(10, thirds)).hasSize(1000);
  }

  @Test
  void shouldTakeTheFirstPictureOfEachPointThatHasOne() {
    Random random = new Random(3);
    for (int round = 0; round < 100; round++) {
      List<Long> times = new ArrayList<>(List.of(0L));
      for (int i = 0; i < 500; i++) {
        long step = random.nextInt(20) == 0 ? 700_000 : 60_000;
        times.add(times.get(i) + 2_500 + random.nextLong(step));
      }
      assertThat(taken(12.5, times)).isEqualTo(expected(times, 80_000));
    }
  }

  /** The law, said another way: the point of a picture is the last one that it has reached. */
  private static List<Long> expected(List<Long> times, long periodUs) {
    List<Long> expected = new ArrayList<>();
    long lastPoint = -1;
    for (long time : times) {
      long point = (time + 1_000) / periodUs;
      if (point > lastPoint) {
        expected.add(time);
        lastPoint = point;
      }
    }
    return expected;
  }

  private static List<Long> taken(double rateFps, List<Long> times) {
    SampleGrid grid = new SampleGrid(rateFps);
    return times.stream().filter(grid::take).toList();
  }

  private static List<Long> regular(double fps, int count) {
    List<Long> times = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      times.add(Math.round(i * 1e6 / fps));
    }
    return times;
  }
}
