package io.afterimage.bench.speed.pipeline;

import io.afterimage.app.bench.PipelineReport;
import io.afterimage.app.bench.PipelineReport.Quantiles;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether cameras are kept up with. Immutable.
 *
 * @param rate frames that each camera gives a second
 * @param latestMs what 95 of a hundred events may take until they are read
 * @param share of the processors that may be used
 */
public record Sustained(double rate, double latestMs, double share) {
  /** What was sampled is counted in windows, so a frame may fall into the next. */
  private static final double NEARLY_ALL = 0.99;

  /**
   * Why a window shows that they are not.
   *
   * @return in words; empty: they are
   */
  public List<String> against(PipelineReport window) {
    List<String> reasons = new ArrayList<>();
    Quantiles read = window.untilRead();
    if (!(read.p95() < latestMs)) {
      reasons.add("p95 is %.0f ms".formatted(read.p95()));
    }
    if (window.dropped() > 0) {
      reasons.add("%.0f frames were dropped".formatted(window.dropped()));
    }
    if (window.sampledPerSecond() < NEARLY_ALL * rate * window.cameras()) {
      reasons.add(
          "%.0f of %.0f frames came a second"
              .formatted(window.sampledPerSecond(), rate * window.cameras()));
    }
    if (window.cores() > share * window.processors()) {
      reasons.add(
          "%.0f %% of the processors were used"
              .formatted(100 * window.cores() / window.processors()));
    }
    return reasons;
  }
}
