package io.afterimage.bench.speed.result;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was measured, and what stands beside it. Immutable.
 *
 * @param group the table that it belongs to
 * @param what is measured; one name in its group
 * @param unit of all figures
 * @param ours a figure of each round
 * @param besideName what ours is compared with; null: nothing
 * @param beside its figures, of the same rounds
 * @param goal what is to be reached; null: nothing in particular
 */
public record Comparison(
    String group,
    String what,
    String unit,
    List<Double> ours,
    @Nullable String besideName,
    @Nullable List<Double> beside,
    @Nullable Goal goal) {
  /**
   * @throws IllegalArgumentException if there are no figures, or not as many beside ours, or the
   *     goal asks for a ratio to nothing
   */
  public Comparison {
    ours = List.copyOf(ours);
    beside = beside == null ? null : List.copyOf(beside);
    if (ours.isEmpty() || (beside != null && beside.size() != ours.size())) {
      throw new IllegalArgumentException(
          "%s: %d figures beside %s".formatted(what, ours.size(), beside));
    }
    if (beside == null && goal != null && goal.of() == Goal.Of.RATIO) {
      throw new IllegalArgumentException(what + ": a ratio to nothing cannot be a goal");
    }
  }

  /** A figure with nothing beside it. */
  public static Comparison alone(
      String group, String what, String unit, List<Double> ours, @Nullable Goal goal) {
    return new Comparison(group, what, unit, ours, null, null, goal);
  }

  /** Of each round, ours divided by the other's, in three; null: nothing stands beside. */
  public @Nullable Spread ratio() {
    if (beside == null) {
      return null;
    }
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < ours.size(); i++) {
      ratios.add(ours.get(i) / beside.get(i));
    }
    return Spread.of(ratios);
  }

  /** Whether the goal is reached; null: there is none. */
  public @Nullable Boolean met() {
    if (goal == null) {
      return null;
    }
    Spread ratio = ratio();
    Spread counts = ratio == null || goal.of() == Goal.Of.FIGURE ? Spread.of(ours) : ratio;
    return goal.isMetBy(counts.median());
  }
}
