package io.afterimage.ingest.sim.script;

import io.afterimage.ingest.sim.figure.Capsule;
import io.afterimage.ingest.sim.geometry.Dice;
import io.afterimage.ingest.sim.motion.ActionLabel;
import io.afterimage.ingest.sim.motion.Motion;
import io.afterimage.ingest.sim.play.Actor;
import io.afterimage.ingest.sim.play.Person;
import io.afterimage.ingest.sim.play.Scenes;
import io.afterimage.ingest.sim.play.Stage;
import io.afterimage.ingest.sim.scene.Room;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Two minutes of a room, which begin and end with nobody there. A chapter follows from its seed and
 * number alone, so any time of an endless stream is found without playing what came before.
 */
final class Chapter {
  /** How long every chapter lasts. */
  static final double SECONDS = 120;

  private static final double SECOND_PERSON = 0.2;
  private final Part main;
  private final Labels labels;
  private final Optional<Part> other;

  private Chapter(Part main, Labels labels, Optional<Part> other) {
    this.main = main;
    this.labels = labels;
    this.other = other;
  }

  static Chapter write(Room room, long seed, long number) {
    Dice dice = Dice.of(seed, "chapter", number);
    Person person = Person.draw(dice);
    Stage stage = new Stage(room);
    List<Motion> motions = new ArrayList<>();
    double now = dice.between(0.3, 2.5);
    for (int tries = 0; tries < 12 && now < SECONDS - 8; tries++) {
      Actor actor = new Actor(stage, person, dice, now);
      new Visit(actor, dice).play(now, SECONDS - 3);
      if (actor.now() < SECONDS - 0.5) {
        motions.addAll(actor.motions());
        now = actor.now() + dice.between(0, 2);
      }
    }
    Part main = new Part(person, motions);
    Labels labels = new Labels(main, room.lens(), SECONDS);
    return new Chapter(main, labels, passer(stage, dice, labels));
  }

  /** Draws a second person who looks in while the first one is in sight. */
  private static Optional<Part> passer(Stage stage, Dice dice, Labels labels) {
    if (!dice.chance(SECOND_PERSON)) {
      return Optional.empty();
    }
    Actor actor = new Actor(stage, Person.draw(dice), dice, dice.between(5, SECONDS - 20));
    double start = actor.now();
    new Scenes(actor, dice).lookIn();
    return labels.anybody(start, actor.now())
        ? Optional.of(new Part(actor.person(), actor.motions()))
        : Optional.empty();
  }

  /** Returns the pieces of all bodies at a time of the chapter. */
  List<Capsule> bodiesAt(double seconds) {
    List<Capsule> first = main.piecesAt(seconds);
    List<Capsule> second = other.map(part -> part.piecesAt(seconds)).orElse(List.of());
    if (second.isEmpty()) {
      return first;
    }
    List<Capsule> both = new ArrayList<>(first);
    both.addAll(second);
    return both;
  }

  ActionLabel labelAt(double seconds) {
    return labels.at(seconds);
  }

  int usesAt(double seconds) {
    return main.usesAt(seconds);
  }

  /** Adds this chapter's segments, the chapter beginning at a time of the stream. */
  void addSegments(long originUs, List<LabelledSegment> segments) {
    labels.addSegments(originUs, segments);
  }
}
