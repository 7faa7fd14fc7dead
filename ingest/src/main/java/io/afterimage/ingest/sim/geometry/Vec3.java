package io.afterimage.ingest.sim.geometry;

/**
 * A point or direction in the room, in metres: x to the right of the picture, y down the picture, z
 * up from the floor.
 */
public record Vec3(double x, double y, double z) {
  /** The vertical direction. */
  public static final Vec3 UP = new Vec3(0, 0, 1);

  /** Returns this plus {@code other}. */
  public Vec3 plus(Vec3 other) {
    return new Vec3(x + other.x, y + other.y, z + other.z);
  }

  /** Returns this minus {@code other}. */
  public Vec3 minus(Vec3 other) {
    return new Vec3(x - other.x, y - other.y, z - other.z);
  }

  /** Returns this stretched by {@code factor}. */
  public Vec3 times(double factor) {
    return new Vec3(x * factor, y * factor, z * factor);
  }

  /** Returns the scalar product with {@code other}. */
  public double dot(Vec3 other) {
    return x * other.x + y * other.y + z * other.z;
  }

  /** Returns the vector product with {@code other}. */
  public Vec3 cross(Vec3 other) {
    return new Vec3(
        y * other.z - z * other.y, z * other.x - x * other.z, x * other.y - y * other.x);
  }

  /** Returns the length in metres. */
  public double length() {
    return Math.sqrt(dot(this));
  }

  /**
   * Returns this direction at length 1; a vector too short to have a direction gives {@link #UP}.
   */
  public Vec3 unit() {
    double length = length();
    return length < 1e-9 ? UP : times(1 / length);
  }

  /** Returns the point at {@code share} (0 to 1) of the way to {@code other}. */
  public Vec3 toward(Vec3 other, double share) {
    return new Vec3(
        x + (other.x - x) * share, y + (other.y - y) * share, z + (other.z - z) * share);
  }

  /** Returns this with its part along the unit vector {@code axis} taken away. */
  public Vec3 without(Vec3 axis) {
    return minus(axis.times(dot(axis)));
  }

  /** Returns this turned about the vertical by {@code angle} radians, from x towards y. */
  public Vec3 turned(double angle) {
    double cos = Math.cos(angle);
    double sin = Math.sin(angle);
    return new Vec3(x * cos - y * sin, x * sin + y * cos, z);
  }
}
