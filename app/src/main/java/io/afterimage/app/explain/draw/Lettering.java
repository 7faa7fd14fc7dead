package io.afterimage.app.explain.draw;

import io.afterimage.app.AppException;
import io.afterimage.app.AppException.Code;
import java.awt.Font;
import java.awt.font.FontRenderContext;
import java.util.ArrayList;
import java.util.List;

/** A kind of text on a sheet: measured, cut to a width, and wrapped. Immutable. */
public final class Lettering {
  /** A sheet's sentence. */
  static final Lettering TITLE = new Lettering(Font.BOLD, 27);

  /** A word, or a sentence among others. */
  static final Lettering WORD = new Lettering(Font.BOLD, 18);

  /** What is told of a caption, and times. */
  static final Lettering BODY = new Lettering(Font.PLAIN, 15);

  /** The same where it matters. */
  static final Lettering STRONG = new Lettering(Font.BOLD, 15);

  private static final FontRenderContext CONTEXT = new FontRenderContext(null, true, true);
  private static final String CUT = "\u2026";

  /** More than any sheet has room for; measuring takes time. */
  private static final int LONGEST = 4000;

  private final Font font;

  private Lettering(int style, int size) {
    font = new Font(Font.SANS_SERIF, style, size);
  }

  /**
   * Finds out whether anything can be written.
   *
   * @throws AppException {@link Code#CONFIG} if Java finds no font
   */
  public static void check() {
    try {
      BODY.width("a");
    } catch (RuntimeException | LinkageError | InternalError e) {
      throw new AppException(
          Code.CONFIG,
          "Java finds no font to write with: install one (Debian: apt install fontconfig fonts-dejavu-core)",
          e);
    }
  }

  Font font() {
    return font;
  }

  /** From the baseline of one line to that of the next. */
  int leading() {
    return Math.round(font.getSize() * 1.32f);
  }

  /** From the top of a line to its baseline. */
  int ascent() {
    return Math.round(font.getSize() * 1.02f);
  }

  /** Pixels from the text's start to its end. */
  int width(String text) {
    return (int) Math.ceil(font.getStringBounds(text, CONTEXT).getWidth());
  }

  /** As much of a text as is not wider, with dots where it was cut. */
  String cut(String text, int width) {
    String clean = clean(text);
    return width(clean) <= width ? clean : clean.substring(0, most(clean, width, CUT)) + CUT;
  }

  /** A text in lines that are not wider; the last is cut if there would be more. */
  List<String> wrap(String text, int width, int mostLines) {
    List<String> lines = new ArrayList<>();
    String line = "";
    for (String word : clean(text).split(" ", -1)) {
      String rest = word;
      while (!rest.isEmpty()) {
        String longer = line.isEmpty() ? rest : line + " " + rest;
        if (width(longer) <= width) {
          line = longer;
          rest = "";
        } else if (line.isEmpty()) {
          int fits = Math.max(1, most(rest, width, ""));
          lines.add(rest.substring(0, fits));
          rest = rest.substring(fits);
        } else {
          lines.add(line);
          line = "";
        }
      }
    }
    if (!line.isEmpty() || lines.isEmpty()) {
      lines.add(line);
    }
    if (lines.size() <= mostLines) {
      return lines;
    }
    String overflow = lines.get(mostLines - 1) + " " + lines.get(mostLines);
    List<String> first = new ArrayList<>(lines.subList(0, mostLines - 1));
    first.add(overflow.substring(0, most(overflow, width, CUT)) + CUT);
    return first;
  }

  /** How many of a text's first characters are not wider together with an ending. */
  private int most(String text, int width, String ending) {
    int low = 0;
    int high = text.length();
    while (low < high) {
      int middle = (low + high + 1) / 2;
      if (width(text.substring(0, middle) + ending) <= width) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  private static String clean(String text) {
    String enough = text.length() <= LONGEST ? text : text.substring(0, LONGEST);
    return enough.replaceAll("\\p{Cntrl}+", " ").strip();
  }
}
