package io.afterimage.app.replay.diff;

import io.afterimage.app.replay.diff.Verdict.What;
import java.util.List;

/**
 * How many verdicts there are of each kind. Immutable.
 *
 * @param identical both are there and equal
 * @param close both are there and differ a little, as a memory that began later may
 * @param changed both are there and differ
 * @param missing only the live one is there
 * @param added only the replayed one is there
 */
public record Counts(long identical, long close, long changed, long missing, long added) {
  /**
   * Counts verdicts.
   *
   * @param edge those at an edge, or those that are not
   */
  static Counts of(List<Verdict> verdicts, boolean edge) {
    return new Counts(
        count(verdicts, edge, What.IDENTICAL),
        count(verdicts, edge, What.CLOSE),
        count(verdicts, edge, What.CHANGED),
        count(verdicts, edge, What.MISSING),
        count(verdicts, edge, What.ADDED));
  }

  private static long count(List<Verdict> verdicts, boolean edge, What what) {
    return verdicts.stream().filter(v -> v.edge() == edge && v.what() == what).count();
  }

  /** All together. */
  public long total() {
    return identical + close + changed + missing + added;
  }
}
