package io.afterimage.app.explain;

import io.afterimage.contract.frame.Fit;
import io.afterimage.contract.frame.FrameInput;
import io.afterimage.ingest.picture.Size;
import org.jspecify.annotations.Nullable;

/**
 * How a picture is brought to what is drawn: as ingest brings it to the pack's input, but in the
 * picture's own proportions and detail. So an attention grid covers what is drawn as it covers what
 * the encoder read, bars of a letterbox included. Immutable.
 *
 * @param size what is drawn
 * @param fit how the picture is brought to it
 */
record Showing(Size size, Fit fit) {
  /**
   * The pixels that the encoder's input takes of a picture, not enlarged.
   *
   * @param input what the pack reads; null: unknown, then it is taken as stretched
   * @param picture the picture as it is seen
   * @param most what it is scaled down to
   */
  static Showing of(@Nullable FrameInput input, Size picture, Size most) {
    double width = picture.width();
    double height = picture.height();
    Fit fit = input == null ? Fit.STRETCH : input.fit();
    if (input != null && fit != Fit.STRETCH) {
      double x = width / input.width();
      double y = height / input.height();
      double scale = fit == Fit.LETTERBOX ? Math.max(x, y) : Math.min(x, y);
      width = input.width() * scale;
      height = input.height() * scale;
    }
    double factor = Math.min(1, Math.min(most.width() / width, most.height() / height));
    return new Showing(new Size(pixels(width * factor), pixels(height * factor)), fit);
  }

  private static int pixels(double side) {
    return (int) Math.max(1, Math.round(side));
  }
}
