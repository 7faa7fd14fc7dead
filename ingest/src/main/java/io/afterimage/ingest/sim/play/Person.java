package io.afterimage.ingest.sim.play;

import io.afterimage.ingest.sim.figure.Body;
import io.afterimage.ingest.sim.figure.Build;
import io.afterimage.ingest.sim.figure.Outfit;
import io.afterimage.ingest.sim.geometry.Dice;
import io.afterimage.ingest.sim.motion.Gait;

/**
 * Somebody who comes to the room.
 *
 * @param body the body
 * @param gait the manner of walking
 * @param haste how quickly everything is done, about 1
 */
public record Person(Body body, Gait gait, double haste) {
  /** Draws somebody. */
  public static Person draw(Dice dice) {
    Build build = Build.draw(dice);
    return new Person(new Body(build, Outfit.draw(dice)), Gait.draw(dice), dice.between(0.8, 1.25));
  }

  double scale() {
    return body.build().scale();
  }
}
