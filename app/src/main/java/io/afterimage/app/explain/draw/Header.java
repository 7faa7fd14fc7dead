package io.afterimage.app.explain.draw;

import io.afterimage.contract.caption.CaptionEvent;
import io.afterimage.contract.caption.CaptionReason;
import java.util.List;
import java.util.Locale;

/** A sheet's title: the sentence, and what is told of it. Immutable. */
final class Header {
  private static final int MOST_LINES = 5;
  private static final int GAP = 6;

  private final List<String> sentence;
  private final List<String> facts;

  /** The title of a caption's sheet in a width. */
  Header(CaptionEvent caption, int width) {
    sentence = Lettering.TITLE.wrap(sentence(caption), width, MOST_LINES);
    facts = Lettering.BODY.wrap(facts(caption), width, MOST_LINES);
  }

  /** The sentence, or that there is none. */
  static String sentence(CaptionEvent caption) {
    return caption.text().isBlank() ? "(no words)" : caption.text();
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
  private static String facts(CaptionEvent caption) {
    long start = caption.start().ptsUs();
    long end = caption.end().ptsUs();
    List<String> facts =
        List.of(
            "camera " + caption.camera(),
            "epoch " + caption.epoch(),
            "%s to %s".formatted(MediaTime.clock(start), MediaTime.clock(end))
                + String.format(Locale.ROOT, " (%.1f s)", (end - start) / 1e6),
            "pack %s %s".formatted(caption.pack().id(), caption.pack().version()),
            why(caption.reason()),
            String.format(Locale.ROOT, "score %.2f", caption.score()));
    return String.join(
        "  \u00b7 ", facts.stream().map(fact -> fact.replace(' ', '\u00a0')).toList());
  }

  private static String why(CaptionReason reason) {
    return switch (reason.kind()) {
      case EVENT -> "since event " + reason.id() + " ended";
      case PERIOD -> "since a period was over";
      case REQUEST -> "since somebody asked";
    };
  }
}
