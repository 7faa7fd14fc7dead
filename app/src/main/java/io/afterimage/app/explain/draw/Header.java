package io.afterimage.app.explain.draw;

import io.afterimage.contract.event.MediaPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A sheet's title: the sentence, and what is told of it. Immutable. */
final class Header {
  private static final int MOST_LINES = 5;
  private static final int GAP = 6;

  private final List<String> sentence;
  private final List<String> facts;

  /** The title of a sheet in a width. */
  Header(Subject subject, int width) {
    sentence = Lettering.TITLE.wrap(sentence(subject), width, MOST_LINES);
    facts = Lettering.BODY.wrap(facts(subject), width, MOST_LINES);
  }

  /** The sentence, or that there is none. */
  static String sentence(Subject subject) {
    return subject.text().isBlank() ? "(no words)" : subject.text();
  }

  /** What it takes from top to bottom. */
  int height() {
    return sentence.size() * Lettering.TITLE.leading()
        + GAP
        + facts.size() * Lettering.BODY.leading();
  }

  void draw(Canvas canvas, int x, int top) {
    int y = top;
    for (String line : sentence) {
      canvas.text(Lettering.TITLE, Palette.TEXT, line, x, y + Lettering.TITLE.ascent());
      y += Lettering.TITLE.leading();
    }
    y += GAP;
    for (String line : facts) {
      canvas.text(Lettering.BODY, Palette.QUIET, line, x, y + Lettering.BODY.ascent());
      y += Lettering.BODY.leading();
    }
  }

  /** Each fact stays in one line where it can. */
  private static String facts(Subject subject) {
    List<String> facts = new ArrayList<>();
    facts.add("camera " + subject.camera());
    facts.add("epoch " + subject.epoch());
    facts.add(subject.when() + length(subject));
    facts.add("pack %s %s".formatted(subject.pack().id(), subject.pack().version()));
    facts.addAll(subject.facts());
    return String.join(
        "  \u00b7 ", facts.stream().map(fact -> fact.replace(' ', '\u00a0')).toList());
  }

  private static String length(Subject subject) {
    MediaPoint end = subject.end();
    return end == null
        ? ""
        : String.format(Locale.ROOT, " (%.1f s)", (end.ptsUs() - subject.start().ptsUs()) / 1e6);
  }
}
