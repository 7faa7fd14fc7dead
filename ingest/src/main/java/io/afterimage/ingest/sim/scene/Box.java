package io.afterimage.ingest.sim.scene;

import io.afterimage.ingest.sim.geometry.Vec3;

/** A thing with flat sides that stands upright in the room. Immutable. */
public final class Box {
  private static final double TINY = 1e-12;
  private final double x;
  private final double y;
  private final double halfLength;
  private final double halfWidth;
  private final double angle;
  private final double cos;
  private final double sin;
  private final double bottom;
  private final double top;
  private final Texture upper;
  private final Texture sides;

  /**
   * Makes a thing.
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
  public Box(
      double x,
      double y,
      double halfLength,
      double halfWidth,
      double angle,
      double bottom,
      double top,
      Texture upper,
      Texture sides) {
    this.x = x;
    this.y = y;
    this.halfLength = halfLength;
    this.halfWidth = halfWidth;
    this.angle = angle;
    this.cos = Math.cos(angle);
    this.sin = Math.sin(angle);
    this.bottom = bottom;
    this.top = top;
    this.upper = upper;
    this.sides = sides;
  }

  /** Returns this thing pushed a little, with another upper side. */
  Box pushed(double byX, double byY, double turn, Texture newUpper) {
    return new Box(
        x + byX, y + byY, halfLength, halfWidth, angle + turn, bottom, top, newUpper, sides);
  }

  /** Returns half the size along the first direction, in metres. */
  public double halfLength() {
    return halfLength;
  }

  /** Returns half the size along the second direction, in metres. */
  public double halfWidth() {
    return halfWidth;
  }

  /** Returns the first direction, in radians from x towards y. */
  public double angle() {
    return angle;
  }

  /** Returns the height of the upper side, in metres. */
  public double top() {
    return top;
  }

  Texture upper() {
    return upper;
  }

  Texture sides() {
    return sides;
  }

  /** Returns a place of the room in this thing's own directions, its middle at the origin. */
  public Vec3 inside(Vec3 place) {
    double dx = place.x() - x;
    double dy = place.y() - y;
    return new Vec3(dx * cos + dy * sin, dy * cos - dx * sin, place.z());
  }

  /** Returns a place of this thing's own directions in the room. */
  public Vec3 outside(double along, double across, double height) {
    return new Vec3(x + along * cos - across * sin, y + along * sin + across * cos, height);
  }

  /**
   * Returns how far along {@code ray} this thing is met first, in lengths of the ray, or infinity
   * where it is not.
   */
  double meet(Vec3 from, Vec3 ray) {
    double dx = from.x() - x;
    double dy = from.y() - y;
    double along = ray.x() * cos + ray.y() * sin;
    double across = ray.y() * cos - ray.x() * sin;
    double perAlong = 1 / (Math.abs(along) < TINY ? TINY : along);
    double perAcross = 1 / (Math.abs(across) < TINY ? TINY : across);
    double perUp = 1 / (Math.abs(ray.z()) < TINY ? TINY : ray.z());
    double startAlong = -(dx * cos + dy * sin) * perAlong;
    double startAcross = -(dy * cos - dx * sin) * perAcross;
    double startUp = ((bottom + top) / 2 - from.z()) * perUp;
    double spanAlong = Math.abs(halfLength * perAlong);
    double spanAcross = Math.abs(halfWidth * perAcross);
    double spanUp = Math.abs((top - bottom) / 2 * perUp);
    double near =
        Math.max(startAlong - spanAlong, Math.max(startAcross - spanAcross, startUp - spanUp));
    double far =
        Math.min(startAlong + spanAlong, Math.min(startAcross + spanAcross, startUp + spanUp));
    return near <= far && near > 1e-6 ? near : Double.POSITIVE_INFINITY;
  }

  /** Returns how high this thing rises at a place: its top inside, falling to 0 within a margin. */
  double riseAt(double placeX, double placeY, double margin) {
    double dx = placeX - x;
    double dy = placeY - y;
    double beyond =
        Math.max(
            Math.abs(dx * cos + dy * sin) - halfLength, Math.abs(dy * cos - dx * sin) - halfWidth);
    return top * Math.max(0, Math.min(1, 0.5 - beyond / margin));
  }

  /** Returns where the middle is, on the floor. */
  public Vec3 middle() {
    return new Vec3(x, y, 0);
  }
}
