package io.afterimage.app.explain.draw;

import io.afterimage.contract.caption.AttentionEvent;
import io.afterimage.contract.caption.AttentionEvent.Grid;
import java.awt.image.BufferedImage;

/** Attention in one picture: the frame, and the frame with a heat map for every word. One use. */
final class SpatialSheet {
  private static final int GAP = 16;
  private static final int WIDE_PANEL = 420;
  private static final int MOST_PICTURE_HEIGHT = 400;
  private static final int LEAST_WIDTH = 760;
  private static final int LABEL = 32;
  private static final int HEADER_GAP = 18;

  private final Scene scene;
  private final AttentionEvent attention;
  private final Grid grid;
  private final int columns;
  private final int panel;
  private final Box picture;

  SpatialSheet(Scene scene, AttentionEvent attention, Grid grid) {
    this.scene = scene;
    this.attention = attention;
    this.grid = grid;
    int panels = attention.words().size() + 1;
    columns = panels <= 3 ? panels : panels <= 8 ? 4 : 5;
    int room = (Sheet.MOST_WIDTH - 2 * Sheet.MARGIN - (columns - 1) * GAP) / columns;
    panel = Math.min(WIDE_PANEL, room);
    picture = Box.of(scene.shot().picture(), panel, MOST_PICTURE_HEIGHT);
  }

  BufferedImage draw() {
    int width = Math.max(LEAST_WIDTH, 2 * Sheet.MARGIN + columns * panel + (columns - 1) * GAP);
    Header header = new Header(scene.subject(), width - 2 * Sheet.MARGIN);
    int top = Sheet.MARGIN + header.height() + HEADER_GAP;
    int rows = (attention.words().size() + columns) / columns;
    int row = picture.height() + LABEL + GAP;
    int legend = top + rows * row;
    try (Canvas canvas = new Canvas(width, legend + Legend.HEIGHT + Sheet.MARGIN)) {
      header.draw(canvas, Sheet.MARGIN, Sheet.MARGIN);
      for (int i = 0; i <= attention.words().size(); i++) {
        int x = Sheet.MARGIN + i % columns * (panel + GAP);
        drawPanel(canvas, i, x, top + i / columns * row);
      }
      Legend.draw(
          canvas,
          "even",
          "peak",
          "weight of a place, for each word by itself; hottest is its peak, if that is three times even attention",
          Sheet.MARGIN,
          legend);
      return canvas.image();
    }
  }

  /** The frame itself, then the words. */
  private void drawPanel(Canvas canvas, int index, int x, int y) {
    BufferedImage shown = scene.shot().picture();
    String name = "the frame";
    String told = MediaTime.clock(scene.shot().ptsUs());
    if (index > 0) {
      AttentionEvent.Word word = attention.words().get(index - 1);
      shown = new HeatMap(grid, word.weights()).over(shown);
      name = word.word();
      told = "peak " + Legend.peak(HeatScale.peak(word.weights()));
    }
    canvas.picture(shown, x + (panel - picture.width()) / 2, y, picture.width(), picture.height());
    int baseline = y + picture.height() + LABEL - 10;
    int room = panel - Lettering.BODY.width(told) - 8;
    boolean itself = index == 0;
    canvas.text(
        itself ? Lettering.BODY : Lettering.WORD,
        itself ? Palette.QUIET : Palette.TEXT,
        (itself ? Lettering.BODY : Lettering.WORD).cut(name, room),
        x,
        baseline);
    canvas.textTo(Lettering.BODY, Palette.QUIET, told, x + panel, baseline);
  }
}
