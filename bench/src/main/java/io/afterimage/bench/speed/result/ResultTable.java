package io.afterimage.bench.speed.result;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Results as the rows of a Markdown table. Stateless and thread-safe. */
public final class ResultTable {
  private static final String NONE = "–";

  private ResultTable() {}

  /** The table's head, two lines. */
  public static String head() {
    return """
        | what | unit | ours | beside it | | ratio | goal | reached |
        |---|---|---|---|---|---|---|---|
        """;
  }

  /** One row, with its line's end. */
  public static String row(Result result) {
    return "| %s | %s | %s | %s | %s | %s | %s | %s |%n"
        .formatted(
            result.what(),
            result.unit(),
            figures(result.ours()),
            result.beside() == null ? NONE : figures(result.beside()),
            result.besideName() == null ? NONE : result.besideName(),
            ratio(result),
            result.goal() == null ? NONE : result.goal(),
            reached(result.met()));
  }

  private static String figures(List<Double> figures) {
    Spread spread = Spread.of(figures);
    return three(spread.median(), spread.low(), spread.high(), figures.size() > 1);
  }

  private static String ratio(Result result) {
    Double ratio = result.ratio();
    Double low = result.low();
    Double high = result.high();
    return ratio == null || low == null || high == null
        ? NONE
        : three(ratio, low, high, result.ours().size() > 1);
  }

  private static String three(double median, double low, double high, boolean several) {
    return several
        ? "%s (%s–%s)".formatted(number(median), number(low), number(high))
        : number(median);
  }

  /** Three digits that count, or all before the point. */
  private static String number(double value) {
    double size = Math.abs(value);
    int decimals = size >= 100 ? 0 : size >= 10 ? 1 : 2;
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }

  private static String reached(@Nullable Boolean met) {
    return met == null ? NONE : met ? "yes" : "no";
  }
}
