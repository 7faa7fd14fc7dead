package io.afterimage.ingest.sim.geometry;

/**
 * A pinhole camera under the ceiling that looks down. Immutable.
 *
 * @param eye where the camera hangs
 * @param right the picture's x direction in the room, of length 1
 * @param down the picture's y direction in the room, of length 1
 * @param forward the viewing direction, of length 1
 * @param focal the focal length in pixels
 * @param width the picture's width in pixels
 * @param height the picture's height in pixels
 */
public record Lens(
    Vec3 eye, Vec3 right, Vec3 down, Vec3 forward, double focal, int width, int height) {
  /** Nothing nearer to the camera than this is drawn, in metres. */
  public static final double NEAREST = 0.25;

  /**
   * Hangs a camera.
   *
   * @param eye where it hangs
   * @param tiltX how far the view leans to the right, in radians
   * @param tiltY how far the view leans down the picture, in radians
   * @param roll how far the camera is turned about its view, in radians
   * @param focalShare the focal length as a share of the picture's width
   * @param width the picture's width in pixels
   * @param height the picture's height in pixels
   */
  public static Lens hang(
      Vec3 eye, double tiltX, double tiltY, double roll, double focalShare, int width, int height) {
    Vec3 forward = new Vec3(Math.tan(tiltX), Math.tan(tiltY), -1).unit();
    Vec3 right = new Vec3(Math.cos(roll), Math.sin(roll), 0).without(forward).unit();
    Vec3 down = right.cross(forward).unit();
    return new Lens(eye, right, down, forward, focalShare * width, width, height);
  }

  /** Returns how far {@code point} lies in front of the camera along its view, in metres. */
  public double depth(Vec3 point) {
    return point.minus(eye).dot(forward);
  }

  /** Returns the column of {@code point}, in pixels; the point must lie in front of the camera. */
  public double column(Vec3 point) {
    return width / 2.0 + focal * point.minus(eye).dot(right) / depth(point);
  }

  /** Returns the row of {@code point}, in pixels; the point must lie in front of the camera. */
  public double row(Vec3 point) {
    return height / 2.0 + focal * point.minus(eye).dot(down) / depth(point);
  }

  /** Returns the direction, of depth 1, in which the camera sees a place of its picture. */
  public Vec3 ray(double column, double row) {
    return forward
        .plus(right.times((column - width / 2.0) / focal))
        .plus(down.times((row - height / 2.0) / focal));
  }

  /** Returns the place at {@code height} metres that the camera sees at a place of its picture. */
  public Vec3 onPlane(double column, double row, double height) {
    Vec3 ray = ray(column, row);
    return eye.plus(ray.times((height - eye.z()) / ray.z()));
  }
}
