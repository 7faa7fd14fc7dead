package io.afterimage.app.explain.draw;

import java.awt.image.BufferedImage;

/** A caption of which nothing tells what was looked at: a frame and the words. Stateless. */
final class PlainSheet {
  private static final int PICTURE_WIDTH = 960;
  private static final int PICTURE_HEIGHT = 720;
  private static final int LEAST = 480;
  private static final int MOST_ENLARGED = 3;

  private PlainSheet() {}

  static BufferedImage draw(Scene scene) {
    int widest = Math.min(PICTURE_WIDTH, MOST_ENLARGED * scene.shot().picture().getWidth());
    Box picture = Box.of(scene.shot().picture(), widest, PICTURE_HEIGHT);
    int inside = Math.max(picture.width(), LEAST);
    Header header = new Header(scene.subject(), inside);
    int top = Sheet.MARGIN + header.height() + 16;
    int below = top + picture.height() + 8;
    try (Canvas canvas =
        new Canvas(inside + 2 * Sheet.MARGIN, below + Lettering.BODY.leading() + Sheet.MARGIN)) {
      header.draw(canvas, Sheet.MARGIN, Sheet.MARGIN);
      canvas.picture(scene.shot().picture(), Sheet.MARGIN, top, picture.width(), picture.height());
      String told =
          "the window's middle, %s; nothing tells what was looked at"
              .formatted(MediaTime.clock(scene.shot().ptsUs()));
      canvas.text(
          Lettering.BODY,
          Palette.QUIET,
          Lettering.BODY.cut(told, inside),
          Sheet.MARGIN,
          below + Lettering.BODY.ascent());
      return canvas.image();
    }
  }
}
