package io.afterimage.ingest.sim.play;

import io.afterimage.ingest.sim.figure.Channel;
import io.afterimage.ingest.sim.figure.Pose;
import io.afterimage.ingest.sim.geometry.Dice;

/** Draws variations of postures, so that nobody sits twice in the same way. */
final class Fidget {
  private Fidget() {}

  /** Returns a posture with other hands, another lean, another look. */
  static Pose varied(Pose posture, Dice dice) {
    double lean = dice.gauss() * 0.12;
    double look = dice.gauss() * 0.5;
    return posture
        .shifted(Channel.SPINE, lean, dice.gauss() * 0.08, 0)
        .shifted(Channel.SHOULDERS, dice.gauss() * 0.15, 0, dice.gauss() * 0.05)
        .shifted(Channel.HEAD, dice.gauss() * 0.15, dice.gauss() * 0.1, 0)
        .shifted(Channel.FACE, 0, look, dice.gauss() * 0.3)
        .shifted(Channel.LEFT_HAND, dice.gauss() * .08, dice.gauss() * .08, dice.gauss() * .05)
        .shifted(Channel.RIGHT_HAND, dice.gauss() * .08, dice.gauss() * .08, dice.gauss() * .05)
        .shifted(Channel.LEFT_FOOT, dice.gauss() * 0.06, dice.gauss() * 0.04, 0)
        .shifted(Channel.RIGHT_FOOT, dice.gauss() * 0.06, dice.gauss() * 0.04, 0);
  }
}
