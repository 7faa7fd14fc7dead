package io.afterimage.app.explain.draw;

import io.afterimage.contract.caption.AttentionEvent;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.List;

/**
 * Attention over time: the kept frames in bands, each with a row for every word and a cell for
 * every frame. For one use.
 */
final class TemporalSheet {
  private static final int MOST_COLUMNS = 14;
  private static final int COLUMN = 112;
  private static final int WIDE_COLUMN = 232;
  private static final int MOST_PICTURE_HEIGHT = 190;
  private static final int LEAST_WIDTH = 760;
  private static final int LABEL_GAP = 14;
  private static final int MOST_LABEL = 220;
  private static final int TIME = 24;
  private static final int ROW = 30;
  private static final int BAND_GAP = 26;
  private static final int HEADER_GAP = 18;

  private final Scene scene;
  private final AttentionEvent attention;
  private final HeatScale scale;
  private final int label;
  private final int columns;
  private final int bands;
  private final int column;
  private final Box picture;

  TemporalSheet(Scene scene, AttentionEvent attention) {
    this.scene = scene;
    this.attention = attention;
    this.scale = HeatScale.ofAll(attention);
    int widest =
        attention.words().stream()
            .mapToInt(word -> Lettering.WORD.width(word.word()))
            .max()
            .orElse(0);
    label = Math.min(MOST_LABEL, widest) + LABEL_GAP;
    int frames = scene.shots().size();
    bands = (frames + MOST_COLUMNS - 1) / MOST_COLUMNS;
    columns = (frames + bands - 1) / bands;
    int room = (Sheet.MOST_WIDTH - 2 * Sheet.MARGIN - label) / columns;
    column = Math.max(COLUMN, Math.min(WIDE_COLUMN, room));
    picture = Box.of(scene.shot().picture(), column - 4, MOST_PICTURE_HEIGHT);
  }

  BufferedImage draw() {
    int width = Math.max(LEAST_WIDTH, 2 * Sheet.MARGIN + label + columns * column);
    Header header = new Header(scene.subject(), width - 2 * Sheet.MARGIN);
    int top = Sheet.MARGIN + header.height() + HEADER_GAP;
    int band = picture.height() + TIME + attention.words().size() * ROW;
    int legend = top + bands * (band + BAND_GAP);
    try (Canvas canvas = new Canvas(width, legend + Legend.HEIGHT + Sheet.MARGIN)) {
      header.draw(canvas, Sheet.MARGIN, Sheet.MARGIN);
      for (int i = 0; i < bands; i++) {
        drawBand(canvas, i * columns, top + i * (band + BAND_GAP));
      }
      Legend.draw(
          canvas,
          "0",
          Legend.weight(scale.hot()),
          "weight of a frame; a word's frames make 1; framed: its strongest",
          Sheet.MARGIN,
          legend);
      return canvas.image();
    }
  }

  private void drawBand(Canvas canvas, int first, int top) {
    int left = Sheet.MARGIN + label;
    int end = Math.min(first + columns, scene.shots().size());
    int under = top + picture.height();
    for (int frame = first; frame < end; frame++) {
      Scene.Shot shot = scene.shots().get(frame);
      int x = left + (frame - first) * column;
      canvas.picture(
          shot.picture(),
          x + (column - picture.width()) / 2,
          top,
          picture.width(),
          picture.height());
      canvas.textAt(
          Lettering.BODY,
          Palette.QUIET,
          MediaTime.clock(shot.ptsUs()),
          x + column / 2,
          under + TIME - 7);
    }
    for (int row = 0; row < attention.words().size(); row++) {
      AttentionEvent.Word word = attention.words().get(row);
      int y = under + TIME + row * ROW;
      String text = Lettering.WORD.cut(word.word(), label - LABEL_GAP);
      canvas.textTo(Lettering.WORD, Palette.TEXT, text, left - LABEL_GAP, y + ROW - 9);
      drawRow(canvas, word.weights(), first, end, left, y);
    }
  }

  private void drawRow(Canvas canvas, List<Double> weights, int first, int end, int left, int y) {
    int strongest = HeatScale.strongest(weights);
    for (int frame = first; frame < end; frame++) {
      double weight = weights.get(frame);
      double heat = scale.heat(weight);
      int x = left + (frame - first) * column;
      boolean marked = frame == strongest;
      canvas.fill(new Color(Palette.heat(heat)), x + 1, y + 1, column - 2, ROW - 2);
      if (marked) {
        canvas.outline(Palette.MARK, 3, x + 1, y + 1, column - 2, ROW - 2);
      }
      // Two digits say nothing of less.
      if (marked || weight >= 0.005) {
        canvas.textAt(
            marked ? Lettering.STRONG : Lettering.BODY,
            marked ? Palette.onHeat(heat) : quiet(heat),
            Legend.weight(weight),
            x + column / 2,
            y + ROW - 10);
      }
    }
  }

  /** The numbers of a cold cell stand back. */
  private static Color quiet(double heat) {
    return heat < 0.25 ? Palette.QUIET : Palette.onHeat(heat);
  }
}
