package io.afterimage.ingest.sim.scene;

/**
 * The picture of a room with nobody in it.
 *
 * @param width its width in pixels
 * @param height its height in pixels
 * @param bgr blue, green, red of each pixel, from 0 to 255 and beyond, row by row
 * @param depth how far each pixel lies in front of the camera along its view, in metres
 */
@SuppressWarnings("ArrayRecordComponent")
public record Backdrop(int width, int height, float[] bgr, float[] depth) {

  /** Returns this picture as a cheap lens shows it: a little blurred. */
  Backdrop softened() {
    float[] soft = bgr.clone();
    int times = Math.max(1, Math.round(width / 320f));
    for (int i = 0; i < times; i++) {
      soften(soft, 3);
      soften(soft, 3 * width);
    }
    return new Backdrop(width, height, soft, depth);
  }

  private void soften(float[] soft, int step) {
    float[] sharp = soft.clone();
    for (int i = 3 * width; i < soft.length - 3 * width; i++) {
      soft[i] = 0.6f * sharp[i] + 0.2f * (sharp[i - step] + sharp[i + step]);
    }
  }
}
