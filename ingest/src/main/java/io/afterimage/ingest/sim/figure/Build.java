package io.afterimage.ingest.sim.figure;

import io.afterimage.ingest.sim.geometry.Dice;

/**
 * The size of a body.
 *
 * @param scale the size relative to a body 1.7 m tall
 * @param girth the thickness relative to a slender body
 * @param shoulders the shoulders' breadth relative to the usual
 */
public record Build(double scale, double girth, double shoulders) {
  /** Draws a build. */
  public static Build draw(Dice dice) {
    return new Build(dice.between(0.92, 1.09), dice.between(0.92, 1.22), dice.between(0.92, 1.12));
  }
}
