package io.afterimage.ingest.sim.play;

import io.afterimage.ingest.sim.geometry.Vec3;
import io.afterimage.ingest.sim.scene.Box;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Finds the shortest way around things: over corners, a step aside from each. */
final class Detour {
  private final List<Box> boxes;
  private final double aside;

  Detour(List<Box> boxes, double aside) {
    this.boxes = boxes;
    this.aside = aside;
  }

  List<Vec3> way(Vec3 from, Vec3 to) {
    List<Vec3> places = new ArrayList<>();
    places.add(from);
    places.add(to);
    for (Box box : boxes) {
      for (int i = 0; i < 4; i++) {
        double along = (i % 2 == 0 ? 1 : -1) * (box.halfLength() + aside);
        double across = (i / 2 == 0 ? 1 : -1) * (box.halfWidth() + aside);
        places.add(box.outside(along, across, 0));
      }
    }
    return shortest(places);
  }

  private List<Vec3> shortest(List<Vec3> places) {
    int count = places.size();
    double[] far = new double[count];
    int[] before = new int[count];
    boolean[] done = new boolean[count];
    Arrays.fill(far, Double.POSITIVE_INFINITY);
    far[0] = 0;
    for (int round = 0; round < count; round++) {
      int nearest = -1;
      for (int i = 0; i < count; i++) {
        if (!done[i] && (nearest < 0 || far[i] < far[nearest])) {
          nearest = i;
        }
      }
      done[nearest] = true;
      for (int i = 0; i < count; i++) {
        double cost = far[nearest] + cost(places.get(nearest), places.get(i));
        if (cost < far[i]) {
          far[i] = cost;
          before[i] = nearest;
        }
      }
    }
    List<Vec3> way = new ArrayList<>();
    for (int i = 1; i != 0; i = before[i]) {
      way.add(places.get(i));
    }
    way.add(places.get(0));
    Collections.reverse(way);
    return way;
  }

  private double cost(Vec3 from, Vec3 to) {
    double length = to.minus(from).length();
    for (Box box : boxes) {
      length += 4 * crossed(box.inside(from), box.inside(to), box);
    }
    return length;
  }

  /** Returns how much of a straight way leads through a thing, in metres. */
  private double crossed(Vec3 from, Vec3 to, Box box) {
    double length = to.minus(from).length();
    int steps = (int) (length / 0.06) + 1;
    double inside = 0;
    double margin = aside * 0.6;
    for (int i = 1; i < steps; i++) {
      Vec3 place = from.toward(to, (double) i / steps);
      if (Math.abs(place.x()) < box.halfLength() + margin
          && Math.abs(place.y()) < box.halfWidth() + margin) {
        inside += length / steps;
      }
    }
    return inside;
  }
}
