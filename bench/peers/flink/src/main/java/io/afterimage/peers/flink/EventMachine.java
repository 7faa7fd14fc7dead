package io.afterimage.peers.flink;

import io.afterimage.contract.Position;
import java.util.ArrayList;
import java.util.List;

/** Plain rules: one event at a time, that of the top label once it has held for long enough. */
final class EventMachine {
  /**
   * What is to be told.
   *
   * @param phase {@code start} or {@code end}
   * @param label the event's
   * @param startSeq its first frame
   * @param startPtsUs the time of that
   * @param ptsUs the time of the frame that it is told of
   */
  record Told(String phase, String label, long startSeq, long startPtsUs, long ptsUs) {}

  private final List<EventRule> rules;

  EventMachine(List<EventRule> rules) {
    this.rules = rules;
  }

  /** Takes a frame's scores; changes the memory. */
  List<Told> step(CameraMemory memory, Position at, float[] scores) {
    List<Told> told = new ArrayList<>(0);
    if (memory.open >= 0) {
      EventRule rule = rules.get(memory.open);
      if (scores[memory.open] >= rule.leave()) {
        memory.lastPtsUs = at.ptsUs();
      } else if (at.ptsUs() - memory.lastPtsUs > rule.mergeGapUs()) {
        told.add(close(memory));
      }
    }
    int top = top(scores);
    EventRule rule = rules.get(top);
    if (scores[top] < rule.enter() || memory.open == top) {
      memory.candidate = -1;
      return told;
    }
    if (memory.candidate != top) {
      memory.candidate = top;
      memory.candidateSeq = at.seq();
      memory.candidatePtsUs = at.ptsUs();
    }
    if (at.ptsUs() - memory.candidatePtsUs >= rule.minDurationUs()) {
      if (memory.open >= 0) {
        told.add(close(memory));
      }
      memory.open = top;
      memory.openSeq = memory.candidateSeq;
      memory.openPtsUs = memory.candidatePtsUs;
      memory.lastPtsUs = at.ptsUs();
      memory.candidate = -1;
      told.add(new Told("start", rule.label(), memory.openSeq, memory.openPtsUs, at.ptsUs()));
    }
    return told;
  }

  /** Ends the open event, which there must be, at its last frame. */
  Told close(CameraMemory memory) {
    String label = rules.get(memory.open).label();
    memory.open = -1;
    return new Told("end", label, memory.openSeq, memory.openPtsUs, memory.lastPtsUs);
  }

  /** The index of the highest score. */
  static int top(float[] scores) {
    int top = 0;
    for (int label = 1; label < scores.length; label++) {
      if (scores[label] > scores[top]) {
        top = label;
      }
    }
    return top;
  }
}
