package io.afterimage.ingest.sim.script;

import io.afterimage.ingest.sim.geometry.Dice;
import io.afterimage.ingest.sim.play.Actor;
import io.afterimage.ingest.sim.play.Scenes;

/** One person's stay: coming in, doing this and that, going out. */
final class Visit {
  private final Actor actor;
  private final Dice dice;

  Visit(Actor actor, Dice dice) {
    this.actor = actor;
    this.dice = dice;
  }

  /** Plays the visit; it should be over by {@code latest}, in seconds. */
  void play(double start, double latest) {
    Scenes scenes = new Scenes(actor, dice);
    scenes.enter();
    double left = latest - start;
    int count = left < 25 ? 0 : left < 45 ? 1 : 3 + dice.below(7);
    for (int i = 0; i < count && actor.now() < latest - 26; i++) {
      switch (dice.weighted(0.19, 0.28, 0.24, 0.21, 0.08)) {
        case 0 -> scenes.stroll(1 + dice.below(3));
        case 1 -> scenes.stand();
        case 2 -> scenes.sit();
        case 3 -> scenes.fall();
        default -> scenes.rest();
      }
    }
    scenes.leave();
  }
}
