package io.afterimage.topology.stage;

import io.afterimage.topology.memory.Memory;
import io.afterimage.topology.memory.ResetCause;
import io.afterimage.topology.rules.Emission;
import java.util.ArrayList;
import java.util.List;

/** What one record did to a memory. Filled by {@link CameraStep}; read once. */
final class Change {
  private final List<Spoken> spoken = new ArrayList<>();
  private final List<ResetCause> resets = new ArrayList<>(1);
  private Verdict verdict = Verdict.STEPPED;
  private List<Float> scores = List.of();
  private boolean held;
  private long lost;

  /** A record that changed nothing. */
  static Change none(Verdict verdict) {
    Change change = new Change();
    change.verdict = verdict;
    return change;
  }

  /** Ends the memory's open events, in the name of the pack and the epoch that it has now. */
  void close(Memory memory) {
    say(memory, memory.events().close());
  }

  void say(Memory memory, List<Emission> emissions) {
    for (Emission emission : emissions) {
      spoken.add(new Spoken(memory.pack(), memory.epoch(), emission));
    }
  }

  void reset(ResetCause cause) {
    resets.add(cause);
  }

  void hold() {
    held = true;
  }

  void lose(long frames) {
    lost += frames;
  }

  void step(List<Float> scores) {
    this.scores = scores;
  }

  void marker() {
    verdict = Verdict.MARKER;
  }

  Verdict verdict() {
    return verdict;
  }

  /** What is to be told, in order. */
  List<Spoken> spoken() {
    return spoken;
  }

  /** Why the memory was started afresh, if it was. */
  List<ResetCause> resets() {
    return resets;
  }

  /** The frame's scores; nothing if it was no frame. */
  List<Float> scores() {
    return scores;
  }

  /** Whether the hidden state was held over a gap. */
  boolean held() {
    return held;
  }

  /** How many frames are missing before this record. */
  long lost() {
    return lost;
  }
}
