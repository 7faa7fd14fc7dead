package io.afterimage.bench.speed.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoundsTest {
  @Test
  void shouldSwapTheOrderInEverySecondRoundAndKeepPairsTogether() throws Exception {
    List<String> order = new ArrayList<>();

    Rounds<Integer, Integer> rounds =
        Rounds.alternate(
            3,
            () -> {
              order.add("ours");
              return order.size();
            },
            () -> {
              order.add("beside");
              return order.size();
            });

    assertThat(order).containsExactly("ours", "beside", "beside", "ours", "ours", "beside");
    assertThat(rounds.ours(Integer::doubleValue)).containsExactly(1.0, 4.0, 5.0);
    assertThat(rounds.beside(Integer::doubleValue)).containsExactly(2.0, 3.0, 6.0);
  }

  @Test
  void shouldTakeOffWhatCameBeforeTheWork() {
    Work work = new Work(100, 3, 5).without(1, 1);

    assertThat(work.perCpuSecond()).isEqualTo(50);
    assertThat(work.perSecond()).isEqualTo(25);
    assertThat(work.cpuMicros()).isEqualTo(20_000);
  }

  @Test
  void shouldRefuseWorkThatIsTooShortToBeMeasured() {
    assertThatThrownBy(() -> new Work(100, 1, 1).without(1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("measure longer");
  }
}
