package io.afterimage.bench.speed.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  @Test
  void shouldTakeTheMedianOfTheRoundsRatios() {
    Comparison comparison = beside(List.of(9.0, 2.0, 30.0), List.of(10.0, 4.0, 20.0), 0.9);

    assertThat(comparison.ratio()).isEqualTo(new Spread(0.9, 0.5, 1.5));
    assertThat(comparison.met()).isTrue();
  }

  @Test
  void shouldTakeTheMiddleOfTwoMedians() {
    assertThat(Spread.of(List.of(4.0, 1.0, 3.0, 2.0))).isEqualTo(new Spread(2.5, 1, 4));
  }

  @Test
  void shouldMissAGoalThatOnlyTheBestRoundReaches() {
    assertThat(beside(List.of(8.0, 8.0, 30.0), List.of(10.0, 10.0, 20.0), 0.9).met()).isFalse();
  }

  @Test
  void shouldJudgeAFigureThatStandsAlone() {
    List<Double> figures = List.of(17.0, 19.0, 18.0);

    assertThat(Comparison.alone("g", "w", "ms", figures, Goal.atMost(18)).met()).isTrue();
    assertThat(Comparison.alone("g", "w", "ms", figures, Goal.atLeast(18.5)).met()).isFalse();
    assertThat(Comparison.alone("g", "w", "ms", figures, null).met()).isNull();
  }

  @Test
  void shouldSayGoalsAsPeopleReadThem() {
    assertThat(Goal.ratioAtLeast(0.9).text()).isEqualTo("ratio ≥ 0.9");
    assertThat(Goal.ratioAtMost(3).text()).isEqualTo("ratio ≤ 3");
    assertThat(Goal.atMost(18).text()).isEqualTo("≤ 18");
    assertThat(Goal.atLeast(100).text()).isEqualTo("≥ 100");
  }

  @Test
  void shouldRefuseRoundsThatAreNotPairs() {
    assertThatThrownBy(() -> beside(List.of(1.0, 2.0), List.of(1.0), 0.9))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldRefuseARatioToNothing() {
    assertThatThrownBy(() -> Comparison.alone("g", "w", "ms", List.of(1.0), Goal.ratioAtLeast(0.9)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ratio to nothing");
  }

  private static Comparison beside(List<Double> ours, List<Double> beside, double goal) {
    return new Comparison("g", "w", "frames/s", ours, "ffmpeg", beside, Goal.ratioAtLeast(goal));
  }
}
