package io.afterimage.bench.speed.result;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A line of the results: a comparison, and what is needed to judge it and to do it again.
 * Immutable.
 *
 * @param group the table that it belongs to
 * @param what was measured; one name in its group
 * @param unit of all figures
 * @param ours a figure of each round
 * @param besideName what ours is compared with; null: nothing
 * @param beside its figures, of the same rounds; null: none
 * @param ratio the median of the rounds' ratios, ours divided by the other's; null: none
 * @param low the lowest of them
 * @param high the highest
 * @param goal in words; null: none
 * @param met whether it is reached; null: there is none
 * @param command as it was typed
 * @param machine that it ran on
 * @param date when the command began, UTC, ISO 8601 to the second
 */
public record Result(
    String group,
    String what,
    String unit,
    List<Double> ours,
    @Nullable String besideName,
    @Nullable List<Double> beside,
    @Nullable Double ratio,
    @Nullable Double low,
    @Nullable Double high,
    @Nullable String goal,
    @Nullable Boolean met,
    String command,
    Machine machine,
    String date) {
  /** What a comparison says, and where and how it was made. */
  public static Result of(Comparison of, String command, Machine machine, String date) {
    Spread ratio = of.ratio();
    Goal goal = of.goal();
    return new Result(
        of.group(),
        of.what(),
        of.unit(),
        of.ours(),
        of.besideName(),
        of.beside(),
        ratio == null ? null : ratio.median(),
        ratio == null ? null : ratio.low(),
        ratio == null ? null : ratio.high(),
        goal == null ? null : goal.text(),
        of.met(),
        command,
        machine,
        date);
  }
}
