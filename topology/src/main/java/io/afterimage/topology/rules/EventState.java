package io.afterimage.topology.rules;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the event rules remember of one camera: for each label at most one candidate and at most one
 * open event. Plain values, so that it can be written down between two frames; not thread-safe.
 */
public final class EventState {
  private final @Nullable Candidate[] candidates;
  private final @Nullable OpenEvent[] open;

  /**
   * A state in which nothing happens.
   *
   * @param labels the number of labels
   */
  public EventState(int labels) {
    candidates = new Candidate[labels];
    open = new OpenEvent[labels];
  }

  /** The number of labels. */
  public int labels() {
    return open.length;
  }

  /** The candidate of a label. */
  public @Nullable Candidate candidate(int label) {
    return candidates[label];
  }

  /** The open event of a label. */
  public @Nullable OpenEvent open(int label) {
    return open[label];
  }

  /** Sets or drops the candidate of a label. */
  public void candidate(int label, @Nullable Candidate candidate) {
    candidates[label] = candidate;
  }

  /** Sets or drops the open event of a label. */
  public void open(int label, @Nullable OpenEvent event) {
    open[label] = event;
  }

  /** The number of open events. */
  public int openCount() {
    int count = 0;
    for (OpenEvent event : open) {
      count += event == null ? 0 : 1;
    }
    return count;
  }

  /** The latest frame that belongs to a label's run, if it has one. */
  @Nullable Mark last(int label) {
    OpenEvent event = open[label];
    if (event != null) {
      return event.run().last();
    }
    Candidate candidate = candidates[label];
    return candidate == null ? null : candidate.run().last();
  }

  /** Ends the open events at their last frame, in the labels' order, and drops the candidates. */
  public List<Emission> close() {
    List<Emission> ends = new ArrayList<>();
    for (int label = 0; label < open.length; label++) {
      OpenEvent event = open[label];
      if (event != null) {
        ends.add(Emission.end(event.run(), event.run().last()));
      }
      open[label] = null;
      candidates[label] = null;
    }
    return ends;
  }
}
