package io.afterimage.topology.stage;

import io.afterimage.contract.CameraId;
import io.afterimage.contract.Marker;
import io.afterimage.contract.Position;
import io.afterimage.contract.event.MediaPoint;
import io.afterimage.contract.feature.Feature;
import io.afterimage.contract.feature.FeatureRecord;
import io.afterimage.topology.memory.Memory;
import io.afterimage.topology.memory.ResetCause;
import io.afterimage.topology.rules.Emission;
import io.afterimage.topology.rules.OpenEvent;
import io.afterimage.topology.window.Action;
import io.afterimage.topology.window.Moment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one record did to a memory. Filled by {@link CameraStep}; read once. */
final class Change {
  private final List<Spoken> spoken = new ArrayList<>();
  private final List<ResetCause> resets = new ArrayList<>(1);
  private Verdict verdict = Verdict.STEPPED;
  private List<Float> scores = List.of();
  private @Nullable Look look;
  private boolean held;
  private @Nullable Position statusAt;
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

  void look(Look look) {
    this.look = look;
  }

  /** The camera's status became another one at a frame. */
  void status(Position at) {
    statusAt = at;
  }

  void marker() {
    verdict = Verdict.MARKER;
  }

  /**
   * What the windows are told of it.
   *
   * @param memory the memory after it
   * @param cause the record that did it; null: the clock
   */
  Moment moment(CameraId camera, Memory memory, @Nullable FeatureRecord cause) {
    List<Moment.Ended> ended = new ArrayList<>(0);
    for (Spoken each : spoken) {
      Emission emission = each.emission();
      MediaPoint end = emission.end();
      if (end != null) {
        ended.add(new Moment.Ended(new Action(emission.label(), emission.start()), end));
      }
    }
    List<Action> open = new ArrayList<>(1);
    for (int label = 0; label < memory.events().labels(); label++) {
      OpenEvent event = memory.events().open(label);
      if (event != null) {
        open.add(new Action(event.run().label(), event.run().first().point()));
      }
    }
    return new Moment(
        camera,
        memory.epoch(),
        memory.segment(),
        memory.cut().pending(),
        cause instanceof Marker marker && memory.ended() ? marker : null,
        resets,
        cause instanceof Feature frame ? frame : null,
        ended,
        open);
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

  /** What was looked at in the frame; null unless an event starts and the pack attends. */
  @Nullable Look look() {
    return look;
  }

  /** Whether the hidden state was held over a gap. */
  boolean held() {
    return held;
  }

  /** The frame at which the camera's status became another one; null if it did not. */
  @Nullable Position statusAt() {
    return statusAt;
  }

  /** How many frames are missing before this record. */
  long lost() {
    return lost;
  }
}
