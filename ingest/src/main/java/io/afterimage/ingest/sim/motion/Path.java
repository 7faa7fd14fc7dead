package io.afterimage.ingest.sim.motion;

import io.afterimage.ingest.sim.geometry.Vec3;
import java.util.ArrayList;
import java.util.List;

/** A way along the floor with rounded corners. Immutable. */
public final class Path {
  private static final double GRAIN = 0.05;
  private final List<Vec3> points = new ArrayList<>();
  private final double[] marks;

  /** Lays a way through these places, at least two. */
  public Path(List<Vec3> places) {
    int last = places.size() - 1;
    points.add(places.get(0));
    for (int i = 0; i < last; i++) {
      Vec3 b = places.get(i);
      Vec3 c = places.get(i + 1);
      Vec3 a = i == 0 ? b : places.get(i - 1);
      Vec3 d = i == last - 1 ? c : places.get(i + 2);
      double gap = c.minus(b).length();
      int steps = Math.max(1, (int) (gap / GRAIN));
      Vec3 leave = tangent(a, c, gap);
      Vec3 arrive = tangent(b, d, gap);
      for (int k = 1; k <= steps; k++) {
        points.add(hermite(b, leave, c, arrive, (double) k / steps));
      }
    }
    marks = new double[points.size()];
    for (int i = 1; i < marks.length; i++) {
      marks[i] = marks[i - 1] + points.get(i).minus(points.get(i - 1)).length();
    }
  }

  private static Vec3 tangent(Vec3 before, Vec3 after, double gap) {
    Vec3 way = after.minus(before);
    double length = way.length();
    return length < 1e-9 ? new Vec3(0, 0, 0) : way.times(0.8 * gap / length);
  }

  private static Vec3 hermite(Vec3 from, Vec3 leave, Vec3 to, Vec3 arrive, double t) {
    double tt = t * t;
    double ttt = tt * t;
    return from.times(2 * ttt - 3 * tt + 1)
        .plus(leave.times(ttt - 2 * tt + t))
        .plus(to.times(3 * tt - 2 * ttt))
        .plus(arrive.times(ttt - tt));
  }

  /** Returns the length in metres. */
  public double length() {
    return marks[marks.length - 1];
  }

  /** Returns the place after {@code metres} of the way. */
  public Vec3 at(double metres) {
    int low = 0;
    int high = marks.length - 1;
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (marks[middle] <= metres) {
        low = middle;
      } else {
        high = middle;
      }
    }
    double span = marks[high] - marks[low];
    double share = span < 1e-9 ? 0 : (metres - marks[low]) / span;
    return points.get(low).toward(points.get(high), Math.max(0, Math.min(1, share)));
  }

  /** Returns the heading after {@code metres} of the way, in radians from x towards y. */
  public double heading(double metres) {
    Vec3 way = at(metres + 0.15).minus(at(metres - 0.15));
    return Math.atan2(way.y(), way.x());
  }
}
