package io.afterimage.ingest.sim.scene;

import io.afterimage.ingest.sim.geometry.Dice;
import io.afterimage.ingest.sim.geometry.Lens;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A furnished room and the camera in it. Immutable.
 *
 * @param lens the camera
 * @param floor the floor's colour
 * @param light the light
 * @param mattresses what one can lie on
 * @param stool what one can sit on
 * @param clutter all other things
 */
public record Room(
    Lens lens,
    Texture floor,
    Light light,
    List<Box> mattresses,
    Optional<Box> stool,
    List<Box> clutter) {
  /** Keeps the lists. */
  public Room {
    mattresses = List.copyOf(mattresses);
    clutter = List.copyOf(clutter);
  }

  /** Returns this room after somebody has used its mattresses: pushed and creased a little. */
  Room used(Dice dice) {
    List<Box> creased = new ArrayList<>();
    for (Box mattress : mattresses) {
      creased.add(
          mattress.pushed(
              dice.gauss() * 0.012,
              dice.gauss() * 0.012,
              dice.gauss() * 0.008,
              Textures.creased(dice, mattress.upper())));
    }
    return new Room(lens, floor, light, creased, stool, clutter);
  }

  /** Returns the height of what one can walk on at a place, in metres. */
  public double groundAt(double x, double y) {
    double height = 0;
    for (Box mattress : mattresses) {
      height = Math.max(height, mattress.riseAt(x, y, 0.08));
    }
    return height;
  }
}
