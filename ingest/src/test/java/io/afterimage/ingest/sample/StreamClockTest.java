package io.afterimage.ingest.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.ingest.source.Arrival;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StreamClockTest {
  private static final long INTERVAL = 40_000;
  private final StreamClock clock = new StreamClock();

  @Test
  void shouldStartAtZeroAndKeepGoodTimes() {
    assertThat(times(1_400_000, 1_433_367, 1_500_000, 2_900_000))
        .containsExactly(0L, 33_367L, 100_000L, 1_500_000L);
    assertThat(clock.repairs()).isZero();
  }

  @Test
  void shouldFillInMissingTimes() {
    long none = Arrival.NO_TIME;
    assertThat(times(0, none, none, 120_000)).containsExactly(0L, 40_000L, 80_000L, 120_000L);
    assertThat(clock.repairs()).isEqualTo(2);
  }

  @Test
  void shouldCountFromZeroWhereNoTimeIsEverGiven() {
    long none = Arrival.NO_TIME;
    assertThat(times(none, none, none)).containsExactly(0L, 40_000L, 80_000L);
  }

  @Test
  void shouldComeBackToTheSourcesTimeAfterAPictureThatIsLate() {
    assertThat(times(0, 40_000, 80_000, 60_000, 120_000, 160_000))
        .containsExactly(0L, 40_000L, 80_000L, 100_000L, 120_000L, 160_000L);
    assertThat(clock.repairs()).isEqualTo(1);
  }

  @Test
  void shouldSpreadRepeatedTimes() {
    assertThat(times(0, 40_000, 40_000, 80_000)).containsExactly(0L, 40_000L, 60_000L, 80_000L);
  }

  @Test
  void shouldGoOnWhereTheSourcesClockIsSetBack() {
    assertThat(times(5_000_000, 5_040_000, 0, 40_000, 80_000))
        .containsExactly(0L, 40_000L, 80_000L, 120_000L, 160_000L);
    assertThat(clock.repairs()).isEqualTo(1);
  }

  @Test
  void shouldGoOnWhereATimeIsFarOff() {
    long day = 86_400_000_000L;
    assertThat(times(0, 40_000, day, 120_000, 160_000))
        .containsExactly(0L, 40_000L, 80_000L, 120_000L, 160_000L);
  }

  @Test
  void shouldKeepHolesOfMinutes() {
    assertThat(times(0, 40_000, 600_000_000)).containsExactly(0L, 40_000L, 600_000_000L);
  }

  @Test
  void shouldAlwaysGoOn() {
    Random random = new Random(7);
    for (int round = 0; round < 200; round++) {
      StreamClock tested = new StreamClock();
      long last = -1;
      long raw = random.nextLong(1L << 40);
      for (int i = 0; i < 300; i++) {
        raw +=
            random.nextInt(10) == 0 ? random.nextLong(-2L << 33, 2L << 33) : random.nextInt(80_000);
        long time = tested.advance(random.nextInt(20) == 0 ? Arrival.NO_TIME : raw, INTERVAL);
        assertThat(time).isGreaterThan(last);
        last = time;
      }
    }
  }

  private List<Long> times(long... raw) {
    List<Long> times = new ArrayList<>();
    for (long time : raw) {
      times.add(clock.advance(time, INTERVAL));
    }
    return times;
  }
}
