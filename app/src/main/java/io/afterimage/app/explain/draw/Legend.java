package io.afterimage.app.explain.draw;

import java.awt.Color;
import java.util.Locale;

/** What a sheet's colours mean: a bar from cold to hot. Stateless. */
final class Legend {
  static final int HEIGHT = 46;
  private static final int LINE = 24;
  private static final int BAR = 220;
  private static final int GAP = 10;

  private Legend() {}

  /** A bar between two texts, and a sentence below. */
  static void draw(Canvas canvas, String cold, String hot, String sentence, int x, int top) {
    int baseline = top + 17;
    canvas.text(Lettering.BODY, Palette.QUIET, cold, x, baseline);
    int bar = x + Lettering.BODY.width(cold) + GAP;
    for (int i = 0; i < BAR; i++) {
      Color colour = new Color(Palette.heat(i / (BAR - 1.0)));
      canvas.fill(colour, bar + i, top + 4, 1, LINE - 8);
    }
    canvas.outline(Palette.QUIET, 1, bar - 1, top + 3, BAR + 2, LINE - 6);
    int after = bar + BAR + GAP;
    canvas.text(Lettering.BODY, Palette.QUIET, hot, after, baseline);
    String said = Lettering.BODY.cut(sentence, canvas.width() - x - GAP);
    canvas.text(Lettering.BODY, Palette.QUIET, said, x, baseline + LINE);
  }

  /** A word's largest weight: with many places even that may be small. */
  static String peak(double weight) {
    return weight < 0.1 ? String.format(Locale.ROOT, "%.3f", weight) : weight(weight);
  }

  /** A weight with two digits. */
  static String weight(double weight) {
    return String.format(Locale.ROOT, "%.2f", weight);
  }
}
