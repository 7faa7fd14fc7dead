package io.afterimage.ingest.sim.render;

import io.afterimage.ingest.sim.PersonBox;
import io.afterimage.ingest.sim.figure.Capsule;
import io.afterimage.ingest.sim.geometry.Lens;
import io.afterimage.ingest.sim.geometry.Vec3;

/** A capsule as the camera sees it: two discs and what lies between them, in pixels. */
record Stroke(
    Capsule capsule,
    float fromX,
    float fromY,
    float fromRadius,
    float fromDepth,
    float toX,
    float toY,
    float toRadius,
    float toDepth) {

  static Stroke of(Capsule capsule, Lens lens) {
    Vec3 from = capsule.from();
    Vec3 to = capsule.to();
    double near = Math.max(Lens.NEAREST, lens.depth(from));
    double far = Math.max(Lens.NEAREST, lens.depth(to));
    return new Stroke(
        capsule,
        (float) lens.column(from),
        (float) lens.row(from),
        (float) (capsule.fromRadius() * lens.focal() / near),
        (float) near,
        (float) lens.column(to),
        (float) lens.row(to),
        (float) (capsule.toRadius() * lens.focal() / far),
        (float) far);
  }

  /** Returns how near this comes to the camera, in metres. */
  float nearness() {
    return Math.min(fromDepth, toDepth)
        - (float) Math.max(capsule.fromRadius(), capsule.toRadius());
  }

  /** Returns how far the ends of this lie from the ends of {@code other}, in pixels. */
  double distance(Stroke other) {
    return Math.max(
        Math.hypot(fromX - other.fromX, fromY - other.fromY),
        Math.hypot(toX - other.toX, toY - other.toY));
  }

  /** Returns the part of a picture that this covers; it must be {@link #inside}. */
  PersonBox box(int width, int height) {
    return new PersonBox(
        share(Math.min(fromX - fromRadius, toX - toRadius), width),
        share(Math.min(fromY - fromRadius, toY - toRadius), height),
        share(Math.max(fromX + fromRadius, toX + toRadius), width),
        share(Math.max(fromY + fromRadius, toY + toRadius), height));
  }

  private static double share(double at, int size) {
    return Math.max(0, Math.min(1, at / size));
  }

  /**
   * Returns whether any of this lies in a picture, at least {@code margin} pixels from its edge.
   */
  boolean inside(int width, int height, double margin) {
    return Math.max(fromX + fromRadius, toX + toRadius) > margin
        && Math.min(fromX - fromRadius, toX - toRadius) < width - margin
        && Math.max(fromY + fromRadius, toY + toRadius) > margin
        && Math.min(fromY - fromRadius, toY - toRadius) < height - margin;
  }
}
