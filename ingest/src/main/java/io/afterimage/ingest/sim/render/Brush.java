package io.afterimage.ingest.sim.render;

import io.afterimage.ingest.sim.figure.Capsule;
import io.afterimage.ingest.sim.scene.Backdrop;

/** Paints one stroke: where it covers which pixels, and how it bulges. Used once. */
final class Brush {
  private static final float SINK = 0.05f;
  private final Stroke stroke;
  private final Surface surface;
  private final float softness;
  private final float axisX;
  private final float axisY;
  private final float length;
  private final float perLength;
  private final float lean;
  private final float originX;
  private final float originY;
  private final float startRadius;
  private final float radiusStep;
  private final float startDepth;
  private final float depthStep;
  private final float nearest;
  private final float perSoftness;
  private final float bulge;

  Brush(Stroke stroke, Surface surface, float softness) {
    this.stroke = stroke;
    this.surface = surface;
    this.softness = softness;
    float dx = stroke.toX() - stroke.fromX();
    float dy = stroke.toY() - stroke.fromY();
    float gap = (float) Math.hypot(dx, dy);
    float difference = stroke.fromRadius() - stroke.toRadius();
    boolean disc = gap <= Math.abs(difference) + 1e-3f;
    this.length = disc ? 0 : gap;
    this.axisX = disc ? 1 : dx / gap;
    this.axisY = disc ? 0 : dy / gap;
    this.perLength = disc ? 0 : 1 / gap;
    float taper = disc ? 0 : difference / gap;
    this.lean = taper / (float) Math.sqrt(1 - taper * taper);
    boolean fromEnd = !disc || difference >= 0;
    this.originX = fromEnd ? stroke.fromX() : stroke.toX();
    this.originY = fromEnd ? stroke.fromY() : stroke.toY();
    this.startRadius = fromEnd ? stroke.fromRadius() : stroke.toRadius();
    this.radiusStep = stroke.toRadius() - stroke.fromRadius();
    this.startDepth = disc ? Math.min(stroke.fromDepth(), stroke.toDepth()) : stroke.fromDepth();
    this.depthStep = disc ? 0 : stroke.toDepth() - stroke.fromDepth();
    this.nearest = stroke.nearness();
    this.perSoftness = 1 / softness;
    Capsule piece = stroke.capsule();
    this.bulge = (float) Math.max(piece.fromRadius(), piece.toRadius());
  }

  void paint(Layer layer, Backdrop backdrop) {
    float r0 = stroke.fromRadius() + softness;
    float r1 = stroke.toRadius() + softness;
    int left = (int) Math.max(0, Math.min(stroke.fromX() - r0, stroke.toX() - r1));
    int top = (int) Math.max(0, Math.min(stroke.fromY() - r0, stroke.toY() - r1));
    int right = (int) Math.min(layer.width, Math.max(stroke.fromX() + r0, stroke.toX() + r1) + 1);
    int bottom = (int) Math.min(layer.height, Math.max(stroke.fromY() + r0, stroke.toY() + r1) + 1);
    if (left >= right || top >= bottom) {
      return;
    }
    layer.touch(left, top, right, bottom);
    float thickest = Math.max(r0, r1);
    for (int row = top; row < bottom; row++) {
      int from = left;
      int to = right;
      if (length > 0 && Math.abs(axisY) > 0.05f) {
        float middle = stroke.fromX() + (row + 0.5f - stroke.fromY()) * axisX / axisY;
        float half = thickest / Math.abs(axisY) + 1;
        from = Math.max(left, (int) (middle - half));
        to = Math.min(right, (int) (middle + half) + 1);
      }
      paintRow(layer, backdrop, row, from, to);
    }
  }

  private void paintRow(Layer layer, Backdrop backdrop, int row, int from, int to) {
    int pixel = row * layer.width + from;
    float y = row + 0.5f - originY;
    for (int column = from; column < to; column++, pixel++) {
      if (!layer.hides(pixel, nearest)) {
        paintPixel(layer, backdrop, pixel, column + 0.5f - originX, y);
      }
    }
  }

  private void paintPixel(Layer layer, Backdrop backdrop, int pixel, float x, float y) {
    float along = x * axisX + y * axisY;
    float across = y * axisX - x * axisY;
    float share = 0;
    float radius = startRadius;
    if (length > 0) {
      share = Math.max(0, Math.min(1, (along + Math.abs(across) * lean) * perLength));
      radius += radiusStep * share;
    }
    float beyond = along - share * length;
    float square = beyond * beyond + across * across;
    float outer = radius + 0.5f * softness;
    if (square >= outer * outer) {
      return;
    }
    float away = (float) Math.sqrt(square);
    float cover = Math.min(1, 0.5f - (away - radius) * perSoftness);
    float perRadius = 1 / radius;
    float side = Math.min(1, away * perRadius);
    float height = (float) Math.sqrt(1 - side * side);
    float depth = startDepth + depthStep * share - height * bulge;
    if (depth > backdrop.depth()[pixel] + SINK) {
      return;
    }
    float nx = (axisX * beyond - axisY * across) * perRadius;
    float ny = (axisY * beyond + axisX * across) * perRadius;
    surface.shade(layer, pixel, cover, depth, share, across * perRadius, nx, ny, height);
  }
}
