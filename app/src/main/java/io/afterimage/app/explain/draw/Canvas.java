package io.afterimage.app.explain.draw;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;

/**
 * A sheet that is drawn on, in pixels from its top left; without a display. Owns a graphics
 * context. For one thread, which also closes it.
 */
final class Canvas implements AutoCloseable {
  private final BufferedImage image;
  private final Graphics2D graphics;

  Canvas(int width, int height) {
    image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    graphics = graphics(image);
    fill(Palette.GROUND, 0, 0, width, height);
  }

  /** What was drawn. */
  BufferedImage image() {
    return image;
  }

  int width() {
    return image.getWidth();
  }

  void fill(Color colour, int x, int y, int width, int height) {
    graphics.setColor(colour);
    graphics.fillRect(x, y, width, height);
  }

  /** A line just inside of the rectangle. */
  void outline(Color colour, double thickness, int x, int y, int width, int height) {
    graphics.setColor(colour);
    graphics.setStroke(new BasicStroke((float) thickness));
    graphics.draw(
        new Rectangle2D.Double(
            x + thickness / 2, y + thickness / 2, width - thickness, height - thickness));
  }

  /** Text from a place on its baseline. */
  void text(Lettering lettering, Color colour, String text, int x, int baseline) {
    graphics.setFont(lettering.font());
    graphics.setColor(colour);
    graphics.drawString(text, x, baseline);
  }

  /** Text whose end is at {@code right}. */
  void textTo(Lettering lettering, Color colour, String text, int right, int baseline) {
    text(lettering, colour, text, right - lettering.width(text), baseline);
  }

  /** Text whose middle is at {@code middle}. */
  void textAt(Lettering lettering, Color colour, String text, int middle, int baseline) {
    text(lettering, colour, text, middle - lettering.width(text) / 2, baseline);
  }

  /** A picture, scaled to a rectangle. */
  void picture(BufferedImage picture, int x, int y, int width, int height) {
    graphics.drawImage(halved(picture, width, height), x, y, width, height, null);
  }

  @Override
  public void close() {
    graphics.dispose();
  }

  /** Bilinear scaling looks at four pixels only: what shrinks by more must be halved before. */
  private static BufferedImage halved(BufferedImage picture, int width, int height) {
    BufferedImage small = picture;
    while (small.getWidth() >= 2 * width && small.getHeight() >= 2 * height) {
      BufferedImage half =
          new BufferedImage(
              small.getWidth() / 2, small.getHeight() / 2, BufferedImage.TYPE_INT_RGB);
      Graphics2D graphics = graphics(half);
      graphics.drawImage(small, 0, 0, half.getWidth(), half.getHeight(), null);
      graphics.dispose();
      small = half;
    }
    return small;
  }

  private static Graphics2D graphics(BufferedImage image) {
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
    return graphics;
  }
}
