package io.afterimage.app.explain.draw;

import java.awt.image.BufferedImage;

/**
 * The size at which a picture is drawn. Immutable.
 *
 * @param width pixels, at least 1
 * @param height pixels, at least 1
 */
record Box(int width, int height) {
  /** A picture's proportions, as large as a width and a height allow. */
  static Box of(BufferedImage picture, int mostWidth, int mostHeight) {
    double factor =
        Math.min(
            (double) mostWidth / picture.getWidth(), (double) mostHeight / picture.getHeight());
    return new Box(
        (int) Math.max(1, Math.round(picture.getWidth() * factor)),
        (int) Math.max(1, Math.round(picture.getHeight() * factor)));
  }
}
