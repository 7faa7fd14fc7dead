package io.afterimage.bench.speed.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.app.bench.PipelineReport;
import io.afterimage.app.bench.PipelineReport.Quantiles;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What counts as kept up with. */
class SustainedTest {
  private static final Sustained SUSTAINED = new Sustained(12.5, 500, 0.85);

  private static PipelineReport window(double sampled, double dropped, double cores, double p95) {
    return new PipelineReport(
        10,
        2,
        30,
        2 * sampled,
        sampled,
        dropped,
        cores,
        100 * cores,
        Map.of(),
        900,
        40,
        Map.of("read", new Quantiles(p95 / 2, p95, 2 * p95)));
  }

  @Test
  void shouldFindNothingAgainstCamerasThatAreInTime() {
    assertThat(SUSTAINED.against(window(125, 0, 1.7, 499))).isEmpty();
    assertThat(SUSTAINED.against(window(124, 0, 1, 40))).isEmpty();
  }

  @Test
  void shouldNameEachThingThatIsAgainstThem() {
    assertThat(SUSTAINED.against(window(125, 0, 1, 500))).containsExactly("p95 is 500 ms");
    assertThat(SUSTAINED.against(window(125, 3, 1, 40))).containsExactly("3 frames were dropped");
    assertThat(SUSTAINED.against(window(120, 0, 1, 40)))
        .containsExactly("120 of 125 frames came a second");
    assertThat(SUSTAINED.against(window(125, 0, 1.72, 40)))
        .containsExactly("86 % of the processors were used");
    assertThat(SUSTAINED.against(window(90, 3, 1.9, 800))).hasSize(4);
  }

  @Test
  void shouldNotTakeNoEventsForEventsInTime() {
    assertThat(SUSTAINED.against(window(125, 0, 1, Double.NaN))).containsExactly("p95 is NaN ms");
  }
}
