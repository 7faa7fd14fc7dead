package io.afterimage.ingest.sim.render;

import java.util.Arrays;

/**
 * A picture of figures with nothing behind them: colours multiplied by their opacity, and depths.
 * Only the touched rectangle is valid. Not safe for use by several threads.
 */
final class Layer {
  final int width;
  final int height;
  final float[] bgr;
  final float[] opacity;
  final float[] depth;
  int left;
  int top;
  int right;
  int bottom;

  Layer(int width, int height) {
    this.width = width;
    this.height = height;
    this.bgr = new float[3 * width * height];
    this.opacity = new float[width * height];
    this.depth = new float[width * height];
    right = width;
    bottom = height;
    clear();
  }

  /** Empties the touched rectangle. */
  void clear() {
    for (int row = top; row < bottom; row++) {
      int from = row * width + left;
      int to = row * width + right;
      Arrays.fill(bgr, 3 * from, 3 * to, 0);
      Arrays.fill(opacity, from, to, 0);
      Arrays.fill(depth, from, to, Float.MAX_VALUE);
    }
    left = width;
    top = height;
    right = 0;
    bottom = 0;
  }

  boolean isEmpty() {
    return left >= right || top >= bottom;
  }

  /** Widens the touched rectangle. */
  void touch(int fromColumn, int fromRow, int toColumn, int toRow) {
    left = Math.min(left, fromColumn);
    top = Math.min(top, fromRow);
    right = Math.max(right, toColumn);
    bottom = Math.max(bottom, toRow);
  }

  /** Returns whether nothing as far away as this would be seen at a pixel. */
  boolean hides(int pixel, float nearest) {
    return opacity[pixel] > 0.99f && depth[pixel] <= nearest;
  }

  /** Adds a share of another layer of the same size. */
  void add(Layer other, float share) {
    if (other.isEmpty()) {
      return;
    }
    touch(other.left, other.top, other.right, other.bottom);
    for (int row = other.top; row < other.bottom; row++) {
      int to = row * width + other.right;
      for (int i = row * width + other.left; i < to; i++) {
        float cover = other.opacity[i];
        if (cover > 0) {
          opacity[i] += cover * share;
          bgr[3 * i] += other.bgr[3 * i] * share;
          bgr[3 * i + 1] += other.bgr[3 * i + 1] * share;
          bgr[3 * i + 2] += other.bgr[3 * i + 2] * share;
        }
      }
    }
  }

  /** Lays a colour over or, where something nearer is there, under what a pixel shows. */
  void blend(int pixel, float cover, float away, float blue, float green, float red) {
    int i = 3 * pixel;
    if (away <= depth[pixel]) {
      float rest = 1 - cover;
      bgr[i] = blue * cover + bgr[i] * rest;
      bgr[i + 1] = green * cover + bgr[i + 1] * rest;
      bgr[i + 2] = red * cover + bgr[i + 2] * rest;
      opacity[pixel] = cover + opacity[pixel] * rest;
      if (cover > 0.5f) {
        depth[pixel] = away;
      }
    } else {
      float gap = (1 - opacity[pixel]) * cover;
      bgr[i] += blue * gap;
      bgr[i + 1] += green * gap;
      bgr[i + 2] += red * gap;
      opacity[pixel] += gap;
    }
  }
}
