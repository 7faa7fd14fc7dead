package io.afterimage.app.explain.draw;

import io.afterimage.app.explain.draw.Highlights.Highlight;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/**
 * Many captions and actions on one picture: for each the pictures that say most, and its sentence
 * or label. Keeps small tiles alone, not their frames. For one thread.
 */
public final class ContactSheet {
  /** The most of them on one sheet. */
  public static final int MOST = 40;

  private static final int PICTURES = 3;
  private static final int PICTURE_WIDTH = 150;
  private static final int PICTURE_HEIGHT = 113;
  private static final int GAP = 8;
  private static final int PAD = 10;
  private static final int TEXT = 372;
  private static final int TILE_WIDTH = 2 * PAD + PICTURES * (PICTURE_WIDTH + GAP) + TEXT;
  private static final int TILE_HEIGHT = 2 * PAD + PICTURE_HEIGHT + 24;
  private static final int SENTENCE_LINES = 4;
  private static final int ONE_COLUMN = 6;

  private final String title;
  private final List<BufferedImage> tiles = new ArrayList<>();

  /**
   * @param title what they are of
   */
  public ContactSheet(String title) {
    this.title = title;
  }

  /** Takes one, which must not be more than {@value #MOST}. */
  public void add(String number, Scene scene) {
    try (Canvas canvas = new Canvas(TILE_WIDTH, TILE_HEIGHT)) {
      canvas.fill(Palette.RAISED, 0, 0, TILE_WIDTH, TILE_HEIGHT);
      int x = PAD;
      for (Highlight highlight : Highlights.of(scene, PICTURES)) {
        drawHighlight(canvas, highlight, x);
        x += PICTURE_WIDTH + GAP;
      }
      drawText(canvas, number, scene.subject(), x + GAP);
      tiles.add(canvas.image());
    }
  }

  /** How many there are. */
  public int size() {
    return tiles.size();
  }

  /** The sheet. */
  public BufferedImage draw() {
    int columns = tiles.size() > ONE_COLUMN ? 2 : 1;
    int rows = (tiles.size() + columns - 1) / columns;
    int top = Sheet.MARGIN + Lettering.WORD.leading() + PAD;
    int width = 2 * Sheet.MARGIN + columns * TILE_WIDTH + (columns - 1) * PAD;
    try (Canvas canvas = new Canvas(width, top + rows * (TILE_HEIGHT + PAD) + Sheet.MARGIN - PAD)) {
      canvas.text(
          Lettering.WORD,
          Palette.TEXT,
          Lettering.WORD.cut(title, width - 2 * Sheet.MARGIN),
          Sheet.MARGIN,
          Sheet.MARGIN + Lettering.WORD.ascent());
      for (int i = 0; i < tiles.size(); i++) {
        int x = Sheet.MARGIN + i / rows * (TILE_WIDTH + PAD);
        canvas.picture(
            tiles.get(i), x, top + i % rows * (TILE_HEIGHT + PAD), TILE_WIDTH, TILE_HEIGHT);
      }
      return canvas.image();
    }
  }

  private static void drawHighlight(Canvas canvas, Highlight highlight, int x) {
    Box box = Box.of(highlight.picture(), PICTURE_WIDTH, PICTURE_HEIGHT);
    canvas.picture(
        highlight.picture(),
        x + (PICTURE_WIDTH - box.width()) / 2,
        PAD + (PICTURE_HEIGHT - box.height()) / 2,
        box.width(),
        box.height());
    canvas.textAt(
        Lettering.BODY,
        Palette.TEXT,
        Lettering.BODY.cut(highlight.label(), PICTURE_WIDTH),
        x + PICTURE_WIDTH / 2,
        PAD + PICTURE_HEIGHT + 19);
  }

  private static void drawText(Canvas canvas, String number, Subject subject, int x) {
    String when = number + "   " + subject.when();
    int room = TILE_WIDTH - x - PAD;
    int y = PAD + Lettering.BODY.ascent();
    canvas.text(Lettering.BODY, Palette.QUIET, Lettering.BODY.cut(when, room), x, y);
    y += Lettering.WORD.leading() + 4;
    for (String line : Lettering.WORD.wrap(Header.sentence(subject), room, SENTENCE_LINES)) {
      canvas.text(Lettering.WORD, Palette.TEXT, line, x, y);
      y += Lettering.WORD.leading();
    }
  }
}
