package io.afterimage.ingest.sim.script;

import io.afterimage.ingest.sim.figure.Capsule;
import io.afterimage.ingest.sim.geometry.Dice;
import io.afterimage.ingest.sim.motion.ActionLabel;
import io.afterimage.ingest.sim.motion.Motion;
import io.afterimage.ingest.sim.render.Sight;
import io.afterimage.ingest.sim.scene.Room;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Two minutes of a room, which begin and end with nobody there. A chapter follows from its seed and
 * number alone, so any time of an endless stream is found without playing what came before.
 */
final class Chapter {
  /** How long every chapter lasts. */
  static final double SECONDS = 120;

  private static final double TICK_SECONDS = 0.04;
  private static final int STRIDE_TICKS = 4;
  private static final int SHORTEST_GAP_TICKS = 10;
  private final Person person;
  private final List<Motion> motions;
  private final ActionLabel[] labels;

  private Chapter(Person person, List<Motion> motions, Room room) {
    this.person = person;
    this.motions = motions;
    this.labels = new ActionLabel[(int) Math.round(SECONDS / TICK_SECONDS)];
    label(room);
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
    return new Chapter(person, motions, room);
  }

  /** Returns the pieces of all bodies at a time of the chapter. */
  List<Capsule> bodiesAt(double seconds) {
    Motion motion = motionAt(seconds);
    return motion == null ? List.of() : person.body().pieces(motion.at(seconds));
  }

  ActionLabel labelAt(double seconds) {
    int tick = (int) Math.floor(seconds / TICK_SECONDS + 1e-6);
    return labels[Math.max(0, Math.min(labels.length - 1, tick))];
  }

  /** Adds this chapter's segments, the chapter beginning at a time of the stream. */
  void addSegments(long originUs, List<LabelledSegment> segments) {
    int from = 0;
    for (int tick = 1; tick <= labels.length; tick++) {
      if (tick == labels.length || labels[tick] != labels[from]) {
        segments.add(
            new LabelledSegment(
                originUs + from * 40_000L, originUs + tick * 40_000L, labels[from].text()));
        from = tick;
      }
    }
  }

  private Motion motionAt(double seconds) {
    int low = 0;
    int high = motions.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      Motion motion = motions.get(middle);
      if (seconds < motion.start()) {
        high = middle - 1;
      } else if (seconds >= motion.end()) {
        low = middle + 1;
      } else {
        return motion;
      }
    }
    return null;
  }

  private void label(Room room) {
    Arrays.fill(labels, ActionLabel.EMPTY);
    for (Motion motion : motions) {
      int from = tick(motion.start());
      int to = Math.min(labels.length, tick(motion.end()));
      boolean seen = sees(room, motion, from);
      for (int tick = from; tick < to; tick += STRIDE_TICKS) {
        int next = Math.min(to, tick + STRIDE_TICKS);
        boolean seenNext = sees(room, motion, next - 1);
        for (int i = tick; i < next; i++) {
          boolean seenHere = seen == seenNext ? seen : sees(room, motion, i);
          labels[i] = seenHere ? motion.label() : ActionLabel.EMPTY;
        }
        seen = seenNext;
      }
    }
    closeGaps();
  }

  private static int tick(double seconds) {
    return (int) Math.ceil(seconds / TICK_SECONDS - 1e-6);
  }

  private boolean sees(Room room, Motion motion, int tick) {
    return Sight.sees(room.lens(), person.body().pieces(motion.at(tick * TICK_SECONDS)));
  }

  /** Lets a person who is out of sight for a moment keep the label. */
  private void closeGaps() {
    int gap = 0;
    ActionLabel before = ActionLabel.EMPTY;
    for (int tick = 0; tick < labels.length; tick++) {
      if (labels[tick] == ActionLabel.EMPTY) {
        gap++;
        continue;
      }
      if (gap > 0 && gap < SHORTEST_GAP_TICKS && before != ActionLabel.EMPTY) {
        Arrays.fill(labels, tick - gap, tick, before);
      }
      gap = 0;
      before = labels[tick];
    }
  }
}
