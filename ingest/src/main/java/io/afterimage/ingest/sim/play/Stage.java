package io.afterimage.ingest.sim.play;

import io.afterimage.ingest.sim.geometry.Dice;
import io.afterimage.ingest.sim.geometry.Lens;
import io.afterimage.ingest.sim.geometry.Vec3;
import io.afterimage.ingest.sim.scene.Box;
import io.afterimage.ingest.sim.scene.Room;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The places of a room where something can happen. Immutable. */
public final class Stage {
  private static final double STEP_ASIDE = 0.13;
  private final Room room;
  private final List<Box> obstacles = new ArrayList<>();
  private final double halfX;
  private final double halfY;

  /** Looks for the places of a room. */
  public Stage(Room room) {
    this.room = room;
    obstacles.addAll(room.mattresses());
    room.stool().ifPresent(obstacles::add);
    Lens lens = room.lens();
    Vec3 corner = lens.onPlane(lens.width(), lens.height(), 0);
    Vec3 opposite = lens.onPlane(0, 0, 0);
    this.halfX = Math.abs(corner.x() - opposite.x()) / 2;
    this.halfY = Math.abs(corner.y() - opposite.y()) / 2;
  }

  Room room() {
    return room;
  }

  /**
   * Returns the stool, where there is one on which the camera sees who sits there, and not just
   * their feet.
   */
  Optional<Box> stool() {
    return room.stool().filter(stool -> inPicture(stool.outside(0, 0, stool.top())));
  }

  private boolean inPicture(Vec3 place) {
    Lens lens = room.lens();
    double column = lens.column(place);
    double row = lens.row(place);
    return column > 0 && column < lens.width() && row > 0 && row < lens.height();
  }

  /** Returns a mattress, where there is one. */
  Optional<Box> mattress(Dice dice) {
    List<Box> all = room.mattresses();
    return all.isEmpty() ? Optional.empty() : Optional.of(dice.pick(all));
  }

  /** Returns a place well outside the picture, towards a side (0 to 3). */
  Vec3 outside(Dice dice, int side) {
    double beyond = dice.between(0.35, 0.6);
    double x = dice.between(-0.9, 0.9) * halfX;
    double y = dice.between(-0.9, 0.9) * halfY;
    return switch (side) {
      case 0 -> new Vec3(-halfX - beyond, y, 0);
      case 1 -> new Vec3(x, -halfY - beyond, 0);
      case 2 -> new Vec3(halfX + beyond, y, 0);
      default -> new Vec3(x, halfY + beyond, 0);
    };
  }

  /** Returns a place to walk to: beside a mattress, or anywhere else on the floor. */
  Vec3 somewhere(Dice dice) {
    Vec3 place = new Vec3(0, 0, 0);
    for (int i = 0; i < 20; i++) {
      Optional<Box> mattress = mattress(dice);
      if (mattress.isPresent() && dice.chance(0.75)) {
        place = beside(dice, mattress.get(), dice.between(0.1, 0.4));
      } else {
        place = new Vec3(dice.between(-1.05, 1.05) * halfX, dice.between(-1.05, 1.05) * halfY, 0);
      }
      if (free(place, STEP_ASIDE) && inReach(place)) {
        return place;
      }
    }
    return place;
  }

  /** Returns a place on the floor that is well in the picture. */
  Vec3 inSight(Dice dice) {
    Vec3 place = somewhere(dice);
    for (int i = 0; i < 20 && !within(place, 0.9); i++) {
      place = somewhere(dice);
    }
    return place;
  }

  /** Returns a place just inside the picture's edge, where only legs are seen. */
  Vec3 atEdge(Dice dice) {
    double share = dice.between(0.86, 1.02);
    double along = dice.between(-0.9, 0.9);
    Vec3 place =
        dice.chance(0.5)
            ? new Vec3(dice.sign() * share * halfX, along * halfY, 0)
            : new Vec3(along * halfX, dice.sign() * share * halfY, 0);
    return free(place, STEP_ASIDE) ? place : somewhere(dice);
  }

  /** Returns places to stand close to mattress or stool, each with what is looked at. */
  Optional<Vec3[]> atFurniture(Dice dice) {
    if (obstacles.isEmpty()) {
      return Optional.empty();
    }
    Box box = dice.pick(obstacles);
    for (int i = 0; i < 10; i++) {
      Vec3 place = beside(dice, box, dice.between(0.06, 0.2));
      if (within(place, 1)) {
        Vec3 own = box.inside(place);
        double along = Math.max(-box.halfLength(), Math.min(box.halfLength(), own.x()));
        double across = Math.max(-box.halfWidth(), Math.min(box.halfWidth(), own.y()));
        return Optional.of(new Vec3[] {place, box.outside(along * 0.9, across * 0.7, 0)});
      }
    }
    return Optional.empty();
  }

  private boolean inReach(Vec3 place) {
    return Math.abs(place.x()) < 1.15 * halfX && Math.abs(place.y()) < 1.15 * halfY;
  }

  /** Returns whether a place is in the picture, {@code share} (0 to 1) of the way to its edge. */
  boolean within(Vec3 place, double share) {
    return Math.abs(place.x()) < share * halfX && Math.abs(place.y()) < share * halfY;
  }

  private static Vec3 beside(Dice dice, Box box, double gap) {
    double along = dice.between(-1, 1);
    int side = dice.sign();
    return dice.chance(box.halfLength() / (box.halfLength() + box.halfWidth()))
        ? box.outside(along * box.halfLength(), side * (box.halfWidth() + gap), 0)
        : box.outside(side * (box.halfLength() + gap), along * box.halfWidth(), 0);
  }

  private boolean free(Vec3 place, double margin) {
    for (Box box : obstacles) {
      Vec3 own = box.inside(place);
      if (Math.abs(own.x()) < box.halfLength() + margin * 0.6
          && Math.abs(own.y()) < box.halfWidth() + margin * 0.6) {
        return false;
      }
    }
    return true;
  }

  /** Returns the way between two places around mattress and stool, both ends included. */
  List<Vec3> way(Vec3 from, Vec3 to, boolean overMattress) {
    List<Box> avoided = new ArrayList<>(obstacles);
    if (overMattress) {
      avoided.removeAll(room.mattresses());
    }
    return new Detour(avoided, STEP_ASIDE).way(from, to);
  }
}
