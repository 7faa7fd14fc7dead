package io.afterimage.ingest.sim.scene;

import io.afterimage.ingest.sim.geometry.Vec3;

/**
 * A thing with flat sides that stands upright in the room. Immutable.
 *
 * @param x its middle, in metres
 * @param y its middle, in metres
 * @param halfLength half its size along its own first direction
 * @param halfWidth half its size along its own second direction
 * @param angle its first direction, in radians from x towards y
 * @param bottom the height of its underside
 * @param top the height of its upper side
 * @param upper the upper side's colour
 * @param sides the other sides' colour
 */
public record Box(
    double x,
    double y,
    double halfLength,
    double halfWidth,
    double angle,
    double bottom,
    double top,
    Texture upper,
    Texture sides) {

  /** Returns a place of the room in this box's own directions, its middle at the origin. */
  public Vec3 inside(Vec3 place) {
    return new Vec3(place.x() - x, place.y() - y, place.z()).turned(-angle);
  }

  /** Returns a place of this box's own directions in the room. */
  public Vec3 outside(double along, double across, double height) {
    Vec3 turned = new Vec3(along, across, height).turned(angle);
    return new Vec3(turned.x() + x, turned.y() + y, height);
  }

  /**
   * Returns how far along {@code ray} this box is met first, in lengths of the ray, or infinity
   * where it is not. Both are given in the box's own directions.
   */
  double meet(Vec3 from, Vec3 ray) {
    double near = 0;
    double far = Double.POSITIVE_INFINITY;
    double[] starts = {from.x(), from.y(), from.z() - (bottom + top) / 2};
    double[] steps = {ray.x(), ray.y(), ray.z()};
    double[] halves = {halfLength, halfWidth, (top - bottom) / 2};
    for (int i = 0; i < 3; i++) {
      if (Math.abs(steps[i]) < 1e-12) {
        if (Math.abs(starts[i]) > halves[i]) {
          return Double.POSITIVE_INFINITY;
        }
        continue;
      }
      double one = (-halves[i] - starts[i]) / steps[i];
      double other = (halves[i] - starts[i]) / steps[i];
      near = Math.max(near, Math.min(one, other));
      far = Math.min(far, Math.max(one, other));
    }
    return near <= far && near > 1e-6 ? near : Double.POSITIVE_INFINITY;
  }

  /** Returns how high this box rises at a place: its top inside, falling to 0 within a margin. */
  public double riseAt(double placeX, double placeY, double margin) {
    Vec3 own = inside(new Vec3(placeX, placeY, 0));
    double beyond = Math.max(Math.abs(own.x()) - halfLength, Math.abs(own.y()) - halfWidth);
    return top * Math.max(0, Math.min(1, -beyond / margin + 0.5));
  }
}
