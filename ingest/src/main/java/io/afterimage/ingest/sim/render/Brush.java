package io.afterimage.ingest.sim.render;

import io.afterimage.ingest.sim.figure.Capsule;
import io.afterimage.ingest.sim.geometry.Lens;
import io.afterimage.ingest.sim.geometry.Rgb;
import io.afterimage.ingest.sim.geometry.Vec3;
import io.afterimage.ingest.sim.scene.Backdrop;
import io.afterimage.ingest.sim.scene.Light;

/** Paints one stroke: its outline, roundness, light and creases. Used once. */
final class Brush {
  private static final float SINK = 0.05f;
  private final Stroke stroke;
  private final Creases creases;
  private final float softness;
  private final float axisX;
  private final float axisY;
  private final float length;
  private final float taper;
  private final float slope;
  private final float lightX;
  private final float lightY;
  private final float lightZ;
  private final float ambient;
  private final float key;
  private final float folds;
  private final float foldScale;
  private final int foldOrigin;
  private final float bulge;
  private final float[] face = new float[3];
  private final float[] crown = new float[3];

  Brush(Stroke stroke, Lens lens, Light light, Creases creases, float softness) {
    this.stroke = stroke;
    this.creases = creases;
    this.softness = softness;
    float dx = stroke.toX() - stroke.fromX();
    float dy = stroke.toY() - stroke.fromY();
    float gap = (float) Math.hypot(dx, dy);
    float difference = stroke.fromRadius() - stroke.toRadius();
    boolean disc = gap <= Math.abs(difference) + 1e-3f;
    this.length = disc ? 0 : gap;
    this.axisX = disc ? 1 : dx / gap;
    this.axisY = disc ? 0 : dy / gap;
    this.taper = disc ? 0 : difference / gap;
    this.slope = (float) Math.sqrt(1 - taper * taper);
    Capsule piece = stroke.capsule();
    Vec3 middle = piece.from().toward(piece.to(), 0.5);
    Vec3 way = light.lamp().minus(middle);
    double distance = Math.max(0.5, way.length());
    double falloff = Math.min(1.5, light.lamp().z() * light.lamp().z() / (distance * distance));
    Vec3 toLamp = way.unit();
    this.lightX = (float) toLamp.dot(lens.right());
    this.lightY = (float) toLamp.dot(lens.down());
    this.lightZ = (float) -toLamp.dot(lens.forward());
    double corner = vignette(light, lens);
    this.ambient = (float) (255 * corner * light.ambient());
    this.key = (float) (255 * corner * light.key() * falloff);
    this.folds = (float) (piece.folds() * 0.22);
    this.foldScale = (float) (piece.from().minus(piece.to()).length() * 90 + 1);
    this.foldOrigin = Double.hashCode(piece.fromRadius() * 977 + piece.folds()) & 255;
    this.bulge = (float) Math.max(piece.fromRadius(), piece.toRadius());
    if (piece.head() != null) {
      seen(piece.head().face(), lens, face);
      seen(piece.head().crown(), lens, crown);
    }
  }

  private double vignette(Light light, Lens lens) {
    double x = (stroke.fromX() + stroke.toX()) / 2 / lens.width() - 0.5;
    double y = ((stroke.fromY() + stroke.toY()) / 2 - lens.height() / 2.0) / lens.width();
    return 1 - light.vignette() * 2.2 * Math.min(0.39, x * x + y * y);
  }

  private static void seen(Vec3 direction, Lens lens, float[] target) {
    target[0] = (float) direction.dot(lens.right());
    target[1] = (float) direction.dot(lens.down());
    target[2] = (float) -direction.dot(lens.forward());
  }

  void paint(Layer layer, Backdrop backdrop) {
    float r0 = stroke.fromRadius() + softness;
    float r1 = stroke.toRadius() + softness;
    int left = (int) Math.max(0, Math.min(stroke.fromX() - r0, stroke.toX() - r1));
    int top = (int) Math.max(0, Math.min(stroke.fromY() - r0, stroke.toY() - r1));
    int right =
        (int) Math.min(layer.width, Math.max(stroke.fromX() + r0, stroke.toX() + r1) + 1);
    int bottom =
        (int) Math.min(layer.height, Math.max(stroke.fromY() + r0, stroke.toY() + r1) + 1);
    if (left >= right || top >= bottom) {
      return;
    }
    layer.touch(left, top, right, bottom);
    for (int row = top; row < bottom; row++) {
      for (int column = left; column < right; column++) {
        paintPixel(layer, backdrop, column, row);
      }
    }
  }

  private void paintPixel(Layer layer, Backdrop backdrop, int column, int row) {
    boolean fromIsLarger = stroke.fromRadius() >= stroke.toRadius();
    float originX = length > 0 || fromIsLarger ? stroke.fromX() : stroke.toX();
    float originY = length > 0 || fromIsLarger ? stroke.fromY() : stroke.toY();
    float x = column + 0.5f - originX;
    float y = row + 0.5f - originY;
    float along = x * axisX + y * axisY;
    float across = y * axisX - x * axisY;
    float share = 0;
    float radius = fromIsLarger ? stroke.fromRadius() : stroke.toRadius();
    if (length > 0) {
      float rail = (along - Math.abs(across) * taper / slope) / length;
      share = Math.max(0, Math.min(1, rail));
      radius = stroke.fromRadius() + (stroke.toRadius() - stroke.fromRadius()) * share;
    }
    float beyond = along - share * length;
    float away = (float) Math.sqrt(beyond * beyond + across * across);
    float cover = 0.5f - (away - radius) / softness;
    if (cover <= 0) {
      return;
    }
    float depth = stroke.fromDepth() + (stroke.toDepth() - stroke.fromDepth()) * share;
    if (length == 0) {
      depth = Math.min(stroke.fromDepth(), stroke.toDepth());
    }
    float side = Math.min(1, away / radius);
    float height = (float) Math.sqrt(1 - side * side);
    depth -= height * bulge;
    int pixel = row * layer.width + column;
    if (depth > backdrop.depth()[pixel] + SINK) {
      return;
    }
    float nx = (axisX * beyond - axisY * across) / radius;
    float ny = (axisY * beyond + axisX * across) / radius;
    shade(layer, pixel, Math.min(1, cover), depth, share, across / radius, nx, ny, height);
  }

  private void shade(
      Layer layer,
      int pixel,
      float cover,
      float depth,
      float share,
      float across,
      float nx,
      float ny,
      float nz) {
    float facing = Math.max(0, nx * lightX + ny * lightY + nz * lightZ);
    float bright = ambient * (0.6f + 0.4f * nz) + key * (0.25f + 0.75f * facing);
    if (folds > 0) {
      int u = foldOrigin + (int) (share * foldScale);
      int v = foldOrigin * 3 + (int) (across * 14);
      bright *= 1 + folds * creases.at(u, v);
    }
    Rgb colour = stroke.capsule().colour();
    Capsule.Head head = stroke.capsule().head();
    if (head != null) {
      float toFace = nx * face[0] + ny * face[1] + nz * face[2];
      float toCrown = nx * crown[0] + ny * crown[1] + nz * crown[2];
      if (toFace > 0.25f && toCrown < 0.62f) {
        colour = head.skin();
      }
    }
    layer.blend(
        pixel, cover, depth, colour.blue() * bright, colour.green() * bright, colour.red() * bright);
  }
}
