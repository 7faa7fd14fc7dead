package io.afterimage.ingest.sim.scene;

import io.afterimage.ingest.sim.geometry.Dice;
import io.afterimage.ingest.sim.geometry.Rgb;
import io.afterimage.ingest.sim.geometry.Vec3;

/** Lights rooms. */
final class Lighting {
  private Lighting() {}

  /** Draws the light of a room: mostly day, sometimes night. */
  static Light draw(Dice dice) {
    return dice.chance(0.08) ? night(dice) : day(dice);
  }

  /** A dark room with a little light from one side, as through a door. */
  private static Light night(Dice dice) {
    double bearing = dice.between(0, 2 * Math.PI);
    double away = dice.between(1.4, 2.4);
    return new Light(
        new Vec3(Math.cos(bearing) * away, Math.sin(bearing) * away, dice.between(1, 1.8)),
        dice.between(0.1, 0.4),
        dice.between(0.03, 0.09),
        dice.between(0.5, 1.2),
        new Rgb(0.9f, 1, (float) dice.between(1, 1.15)),
        dice.between(0.2, 0.6),
        new Vec3(0, 0, 0),
        0,
        dice.between(3, 12));
  }

  private static Light day(Dice dice) {
    double bearing = dice.chance(0.6) ? dice.gauss() * 0.5 + 0.8 : dice.between(0, 2 * Math.PI);
    double away = dice.between(0.2, 1.5);
    Vec3 lamp =
        new Vec3(Math.cos(bearing) * away, Math.sin(bearing) * away, dice.between(2.1, 2.9));
    double ambient = dice.between(0.3, 0.6);
    double level = dice.between(0.85, 1.12);
    boolean mirrors = dice.chance(0.75);
    return new Light(
        lamp,
        dice.between(0.06, 0.3),
        ambient * level,
        (1.05 - ambient) * level,
        new Rgb((float) dice.between(0.93, 1.05), 1, (float) dice.between(0.93, 1.08)),
        dice.between(0.25, 0.65),
        new Vec3(dice.gauss() * 0.3, dice.gauss() * 0.25, 0),
        mirrors ? dice.between(0.05, 0.45) : 0,
        0);
  }
}
