package io.afterimage.ingest.sim.render;

import io.afterimage.ingest.sim.scene.Backdrop;

/** Turns light into bytes: the empty room, dimmed by shadows, covered by figures, as sensed. */
final class Darkroom {
  private final Sensor sensor;
  private final float offset;
  private final Layer figure;
  private final ShadowPainter shadows;

  Darkroom(Sensor sensor, double black, Layer figure, ShadowPainter shadows) {
    this.sensor = sensor;
    this.offset = 0.5f - (float) black;
    this.figure = figure;
    this.shadows = shadows;
  }

  /** Develops a frame; without anybody, figures and shadows are left out. */
  void develop(Backdrop backdrop, long frame, double seconds, boolean anybody, byte[] target) {
    float gain = sensor.gain(seconds);
    int width = backdrop.width();
    int left = anybody ? Math.max(0, Math.min(figure.left, shadows.leftPixel())) : width;
    int right = anybody ? Math.min(width, Math.max(figure.right, shadows.rightPixel())) : width;
    int top = Math.min(figure.top, shadows.topPixel());
    int bottom = Math.max(figure.bottom, shadows.bottomPixel());
    for (int row = 0; row < backdrop.height(); row++) {
      int noise = sensor.noiseOrigin(frame, row);
      if (anybody && row >= top && row < bottom && left < right) {
        developPlain(backdrop, row, 0, left, gain, noise, target);
        developShaded(backdrop, row, left, right, gain, noise, target);
        developPlain(backdrop, row, right, width, gain, noise, target);
      } else {
        developPlain(backdrop, row, 0, width, gain, noise, target);
      }
    }
  }

  private void developPlain(
      Backdrop backdrop, int row, int from, int to, float gain, int noise, byte[] target) {
    float[] bgr = backdrop.bgr();
    int i = 3 * (row * backdrop.width() + from);
    for (int column = from; column < to; column++, i += 3) {
      float add = sensor.noise(noise + column) + offset;
      target[i] = level(bgr[i] * gain + add);
      target[i + 1] = level(bgr[i + 1] * gain + add);
      target[i + 2] = level(bgr[i + 2] * gain + add);
    }
  }

  private void developShaded(
      Backdrop backdrop, int row, int from, int to, float gain, int noise, byte[] target) {
    float[] bgr = backdrop.bgr();
    float step = 1f / shadows.cell;
    float y = row * step;
    int line = (int) y;
    int upper = line * shadows.columns;
    int lower = upper + shadows.columns;
    float fy = y - line;
    float[] light = shadows.light;
    boolean figureRow = row >= figure.top && row < figure.bottom;
    for (int column = from; column < to; column++) {
      float x = column * step;
      int cell = (int) x;
      float fx = x - cell;
      float above = light[upper + cell] + (light[upper + cell + 1] - light[upper + cell]) * fx;
      float below = light[lower + cell] + (light[lower + cell + 1] - light[lower + cell]) * fx;
      float lit = (above + (below - above) * fy) * gain;
      float add = sensor.noise(noise + column) + offset;
      int pixel = row * backdrop.width() + column;
      int i = 3 * pixel;
      if (figureRow && column >= figure.left && column < figure.right) {
        lit *= 1 - figure.opacity[pixel];
        target[i] = level(bgr[i] * lit + figure.bgr[i] * gain + add);
        target[i + 1] = level(bgr[i + 1] * lit + figure.bgr[i + 1] * gain + add);
        target[i + 2] = level(bgr[i + 2] * lit + figure.bgr[i + 2] * gain + add);
      } else {
        target[i] = level(bgr[i] * lit + add);
        target[i + 1] = level(bgr[i + 1] * lit + add);
        target[i + 2] = level(bgr[i + 2] * lit + add);
      }
    }
  }

  private static byte level(float value) {
    if (value >= 255) {
      return (byte) 255;
    }
    return value <= 0 ? 0 : (byte) (int) value;
  }
}
