package io.afterimage.topology.rules;

import io.afterimage.contract.event.MediaPoint;
import io.afterimage.contract.event.Phase;
import io.afterimage.inference.pack.EventRule;
import io.afterimage.inference.pack.EventRules;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The event rules of a pack. One frame is taken in three steps, each by label index:
 *
 * <ol>
 *   <li>Open events take the frame. A score of at least {@code leave} makes it the event's last
 *       frame. Then the first that applies: longer than {@code mergeGap} since the last frame, the
 *       event ends there; {@code maxLength} reached, it ends at this frame; {@code updateEvery}
 *       passed since it was last told of, an update.
 *   <li>Candidates take the frame. A score below {@code leave} drops one. A label without one, with
 *       a score of at least {@code enter} and (if labels exclude each other) the frame's top label,
 *       gets one; not if it had an open event when the frame came.
 *   <li>A candidate whose score is at least {@code enter}, that is on top if labels exclude each
 *       other, and that has lasted {@code minDuration} opens. An open event that it excludes ends
 *       first: at its last frame before the new event's start, or else at its own start. Otherwise
 *       the candidate waits.
 * </ol>
 *
 * Confidence is the mean score over the event's frames up to its end, or up to this frame. Times
 * are PTS, never the wall clock, so equal frames give equal events. Immutable and thread-safe.
 */
public final class EventMachine {
  private final EventRules rules;
  private final List<String> labels;

  /**
   * @param rules one rule a label
   * @param labels the labels' names
   */
  public EventMachine(EventRules rules, List<String> labels) {
    this.rules = rules;
    this.labels = List.copyOf(labels);
  }

  /**
   * Takes one frame.
   *
   * @param state the camera's, of as many labels; changed
   * @param at the frame
   * @param scores one a label, 0 to 1
   * @return what is to be told, in order
   */
  public List<Emission> step(EventState state, MediaPoint at, List<Float> scores) {
    List<Emission> told = new ArrayList<>();
    int top = top(scores);
    boolean[] busy = new boolean[labels.size()];
    @Nullable Mark[] before = new Mark[labels.size()];
    for (int label = 0; label < labels.size(); label++) {
      busy[label] = state.open(label) != null;
      before[label] = state.last(label);
    }
    for (int label = 0; label < labels.size(); label++) {
      follow(state, label, at, scores.get(label), told);
    }
    for (int label = 0; label < labels.size(); label++) {
      boolean mayBegin = !busy[label] && (!rules.exclusive() || label == top);
      consider(state, label, at, scores.get(label), mayBegin, before);
    }
    for (int label = 0; label < labels.size(); label++) {
      if (!rules.exclusive() || label == top) {
        open(state, label, at, scores.get(label), told);
      }
    }
    return told;
  }

  /** The index of the highest score; the first of equals. */
  public static int top(List<Float> scores) {
    int top = 0;
    for (int label = 1; label < scores.size(); label++) {
      if (scores.get(label) > scores.get(top)) {
        top = label;
      }
    }
    return top;
  }

  private void follow(
      EventState state, int label, MediaPoint at, double score, List<Emission> told) {
    OpenEvent event = state.open(label);
    if (event == null) {
      return;
    }
    EventRule rule = rules.rules().get(label);
    Run run = event.run();
    run.add(at, score, score >= rule.leave());
    if (at.ptsUs() - run.last().point().ptsUs() > rule.mergeGapUs()) {
      told.add(Emission.end(run, run.last()));
      state.open(label, null);
    } else if (at.ptsUs() - run.first().point().ptsUs() >= rule.maxLengthUs()) {
      told.add(Emission.end(run, run.here(at)));
      state.open(label, null);
    } else if (rules.updateEveryUs() > 0
        && at.ptsUs() - event.emittedUs() >= rules.updateEveryUs()) {
      told.add(Emission.open(Phase.UPDATE, run, run.here(at)));
      state.open(label, new OpenEvent(run, at.ptsUs()));
    }
  }

  private void consider(
      EventState state,
      int label,
      MediaPoint at,
      double score,
      boolean mayBegin,
      @Nullable Mark[] before) {
    EventRule rule = rules.rules().get(label);
    Candidate candidate = state.candidate(label);
    if (candidate != null && score >= rule.leave()) {
      candidate.run().add(at, score, true);
      return;
    }
    boolean begins = mayBegin && score >= rule.enter();
    state.candidate(
        label,
        begins
            ? new Candidate(new Run(labels.get(label), at, score), rivals(label, before))
            : null);
  }

  private Map<Integer, Mark> rivals(int label, @Nullable Mark[] before) {
    if (!rules.exclusive()) {
      return Map.of();
    }
    Map<Integer, Mark> rivals = new HashMap<>();
    for (int other = 0; other < before.length; other++) {
      Mark mark = before[other];
      if (other != label && mark != null) {
        rivals.put(other, mark);
      }
    }
    return rivals;
  }

  private void open(EventState state, int label, MediaPoint at, double score, List<Emission> told) {
    EventRule rule = rules.rules().get(label);
    Candidate candidate = state.candidate(label);
    if (candidate == null
        || score < rule.enter()
        || at.ptsUs() - candidate.run().first().point().ptsUs() < rule.minDurationUs()) {
      return;
    }
    if (rules.exclusive()) {
      for (int other = 0; other < labels.size(); other++) {
        OpenEvent rival = state.open(other);
        if (rival != null) {
          told.add(Emission.end(rival.run(), end(rival.run(), candidate.rivals().get(other))));
          state.open(other, null);
        }
      }
    }
    Run run = candidate.run();
    state.candidate(label, null);
    state.open(label, new OpenEvent(run, at.ptsUs()));
    told.add(Emission.open(Phase.START, run, run.here(at)));
  }

  /** A mark from before this run began was an earlier run's of the same label. */
  private static Mark end(Run rival, @Nullable Mark mark) {
    return mark != null && mark.point().seq() >= rival.first().point().seq() ? mark : rival.first();
  }
}
