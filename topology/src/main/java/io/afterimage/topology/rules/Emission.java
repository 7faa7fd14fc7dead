package io.afterimage.topology.rules;

import io.afterimage.contract.event.MediaPoint;
import io.afterimage.contract.event.Phase;
import org.jspecify.annotations.Nullable;

/**
 * One thing that the event rules say.
 *
 * @param phase start, update or end
 * @param label the label's name
 * @param start the event's first frame
 * @param end its last frame; null until the end
 * @param confidence the label's mean score, from the start to the end or so far
 */
public record Emission(
    Phase phase, String label, MediaPoint start, @Nullable MediaPoint end, double confidence) {

  /** The end of a run at one of its frames. */
  static Emission end(Run run, Mark end) {
    return new Emission(Phase.END, run.label(), run.first().point(), end.point(), end.mean());
  }

  /** The start or update of a run that stands at a frame. */
  static Emission open(Phase phase, Run run, Mark here) {
    return new Emission(phase, run.label(), run.first().point(), null, here.mean());
  }
}
