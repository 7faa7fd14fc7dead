package io.afterimage.topology.stage;

import io.afterimage.contract.caption.AttentionEvent;
import java.util.List;

/**
 * What the pack looked at in a frame at which the start of an event is told. Immutable.
 *
 * @param outcome told, if the weights are shares of one whole; else why they are not
 * @param weights one a cell, rows first; none unless they are told
 */
record Look(AttentionOutcome outcome, List<Float> weights) {
  /** Of the frame of a feature that lacks them. */
  static final Look MISSING = new Look(AttentionOutcome.MISSING, List.of());

  /** What a graph gave. */
  static Look of(List<Float> weights) {
    AttentionOutcome outcome = judge(weights);
    return new Look(outcome, outcome == AttentionOutcome.TOLD ? weights : List.of());
  }

  private static AttentionOutcome judge(List<Float> weights) {
    double sum = 0;
    for (float weight : weights) {
      if (!Float.isFinite(weight)) {
        return AttentionOutcome.NOT_A_NUMBER;
      }
      if (weight < 0) {
        return AttentionOutcome.NEGATIVE;
      }
      sum += weight;
    }
    // Digits cut off on the way into the event must not take it over the edge.
    return Math.abs(sum - 1) < AttentionEvent.TOLERANCE - 1e-6
        ? AttentionOutcome.TOLD
        : AttentionOutcome.SUM;
  }
}
