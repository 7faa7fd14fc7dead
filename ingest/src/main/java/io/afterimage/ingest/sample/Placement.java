package io.afterimage.ingest.sample;

import io.afterimage.contract.frame.FrameInput;
import io.afterimage.ingest.picture.Size;

/**
 * How a picture lies in the input's: the size it is scaled to, and which part of that goes where.
 *
 * @param scaled the whole picture at its new size
 * @param fromX first column taken of it
 * @param fromY first row taken of it
 * @param toX where that column goes
 * @param toY where that row goes
 * @param width columns taken
 * @param height rows taken
 */
record Placement(Size scaled, int fromX, int fromY, int toX, int toY, int width, int height) {
  static Placement of(FrameInput input, Size picture) {
    Size scaled = scaled(input, picture);
    int width = Math.min(scaled.width(), input.width());
    int height = Math.min(scaled.height(), input.height());
    return new Placement(
        scaled,
        (scaled.width() - width) / 2,
        (scaled.height() - height) / 2,
        (input.width() - width) / 2,
        (input.height() - height) / 2,
        width,
        height);
  }

  private static Size scaled(FrameInput input, Size picture) {
    double x = (double) input.width() / picture.width();
    double y = (double) input.height() / picture.height();
    return switch (input.fit()) {
      case STRETCH -> new Size(input.width(), input.height());
      case LETTERBOX -> times(picture, Math.min(x, y));
      case CROP -> times(picture, Math.max(x, y));
    };
  }

  private static Size times(Size picture, double factor) {
    return new Size(
        (int) Math.max(1, Math.round(picture.width() * factor)),
        (int) Math.max(1, Math.round(picture.height() * factor)));
  }
}
