package io.afterimage.bench.chaos.compare;

import io.afterimage.contract.WireName;
import org.jspecify.annotations.Nullable;

/**
 * Something in which a run is not as the undisturbed one. Immutable.
 *
 * @param topic where
 * @param kind in what way
 * @param lane the camera, and the writer where there are several
 * @param undisturbed the record of the undisturbed run; null: it has none
 * @param disturbed the record of the run under faults; null: it has none
 */
public record Difference(
    String topic,
    Kind kind,
    String lane,
    @Nullable String undisturbed,
    @Nullable String disturbed) {
  /** In what way. */
  public enum Kind implements WireName {
    /** The undisturbed run told it, this one did not. */
    LOST,
    /** This one told it more often. */
    DOUBLED,
    /** Both told it, but not in the same order. */
    REORDERED,
    /** Both told something of that id, but not the same. */
    CHANGED,
    /** Only this one told anything of that id. */
    INVENTED,
    /** The hidden state, a window, or what was said last. */
    STATE
  }
}
