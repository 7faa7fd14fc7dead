package io.afterimage.ingest.sim.script;

import io.afterimage.ingest.sim.geometry.Lens;
import io.afterimage.ingest.sim.motion.ActionLabel;
import io.afterimage.ingest.sim.motion.Motion;
import io.afterimage.ingest.sim.render.Sight;
import java.util.Arrays;
import java.util.List;

/**
 * The true labels of a chapter, for each 40 ms: what the person does while the camera sees any of
 * it, and {@code empty} otherwise. Immutable once made.
 */
final class Labels {
  private static final double TICK_SECONDS = 0.04;
  private static final long TICK_US = 40_000;
  private static final int STRIDE_TICKS = 4;
  private static final int SHORTEST_GAP_TICKS = 10;
  private static final int SHORTEST_STAND_TICKS = 25;
  private final Lens lens;
  private final Part part;
  private final ActionLabel[] labels;

  Labels(Part part, Lens lens, double seconds) {
    this.part = part;
    this.lens = lens;
    this.labels = new ActionLabel[(int) Math.round(seconds / TICK_SECONDS)];
    Arrays.fill(labels, ActionLabel.EMPTY);
    for (Motion motion : part.motions()) {
      label(motion);
    }
    closeGaps();
    dropShortStands();
  }

  ActionLabel at(double seconds) {
    int tick = (int) Math.floor(seconds / TICK_SECONDS + 1e-6);
    return labels[Math.max(0, Math.min(labels.length - 1, tick))];
  }

  /** Returns whether the person is in sight all the time from one time to another. */
  boolean anybody(double from, double to) {
    for (int tick = tick(from); tick <= Math.min(labels.length - 1, tick(to)); tick++) {
      if (labels[tick] == ActionLabel.EMPTY) {
        return false;
      }
    }
    return true;
  }

  void addSegments(long originUs, List<LabelledSegment> segments) {
    int from = 0;
    for (int tick = 1; tick <= labels.length; tick++) {
      if (tick == labels.length || labels[tick] != labels[from]) {
        segments.add(
            new LabelledSegment(
                originUs + from * TICK_US, originUs + tick * TICK_US, labels[from].text()));
        from = tick;
      }
    }
  }

  private void label(Motion motion) {
    int from = tick(motion.start());
    int to = Math.min(labels.length, tick(motion.end()));
    boolean seen = sees(motion, from);
    for (int tick = from; tick < to; tick += STRIDE_TICKS) {
      int next = Math.min(to, tick + STRIDE_TICKS);
      boolean seenNext = sees(motion, next - 1);
      for (int i = tick; i < next; i++) {
        boolean seenHere = seen == seenNext ? seen : sees(motion, i);
        labels[i] = seenHere ? motion.label() : ActionLabel.EMPTY;
      }
      seen = seenNext;
    }
  }

  private static int tick(double seconds) {
    return (int) Math.ceil(seconds / TICK_SECONDS - 1e-6);
  }

  private boolean sees(Motion motion, int tick) {
    return Sight.sees(lens, part.piecesOf(motion, tick * TICK_SECONDS));
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

  /** Calls a stand of which less than a second is seen what came before or comes after it. */
  private void dropShortStands() {
    int from = 0;
    for (int tick = 1; tick <= labels.length; tick++) {
      if (tick < labels.length && labels[tick] == labels[from]) {
        continue;
      }
      if (labels[from] == ActionLabel.STAND && tick - from < SHORTEST_STAND_TICKS) {
        ActionLabel before = from > 0 ? labels[from - 1] : ActionLabel.EMPTY;
        ActionLabel after = tick < labels.length ? labels[tick] : ActionLabel.EMPTY;
        ActionLabel known = before == ActionLabel.EMPTY ? after : before;
        Arrays.fill(labels, from, tick, known == ActionLabel.EMPTY ? ActionLabel.WALK : known);
      }
      from = tick;
    }
  }
}
