package io.afterimage.topology.stage;

import io.afterimage.contract.feature.Feature;
import io.afterimage.inference.live.LivePack;
import io.afterimage.inference.pack.Pack;
import io.afterimage.topology.window.CaptionRules;
import io.afterimage.topology.window.LiveRules;
import io.afterimage.topology.window.WindowCodec;
import io.afterimage.topology.window.WindowStep;
import org.jspecify.annotations.Nullable;

/**
 * What a task does for one caption pack, whichever versions of it and of the pack that scores
 * labels there are. One thread at a time.
 */
final class WindowLane {
  private final LiveRules rules;
  private final LivePack actions;
  private @Nullable Made made;

  /** The last step made, and of what. */
  private record Made(CaptionRules rules, Pack actions, WindowStep step) {}

  WindowLane(LiveRules rules, LivePack actions) {
    this.rules = rules;
    this.actions = actions;
  }

  /** The caption pack's id. */
  String pack() {
    return rules.id();
  }

  /**
   * What a record does to a window.
   *
   * @param frame the record's frame; null if it is none
   * @param header what is kept of the camera; null: nothing
   */
  WindowStep step(@Nullable Feature frame, byte @Nullable [] header) {
    CaptionRules now =
        frame == null
            ? rules.forWindow(header == null ? null : WindowCodec.writer(header))
            : rules.forFrame(frame.encoder());
    Pack scoring = actions.versions().current().pack();
    Made last = made;
    if (last != null && last.rules().equals(now) && last.actions().equals(scoring)) {
      return last.step();
    }
    WindowStep step = new WindowStep(now, scoring.manifest(), older -> rules.continues(now, older));
    made = new Made(now, scoring, step);
    return step;
  }
}
