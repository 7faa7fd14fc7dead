package io.afterimage.app.replay.diff;

import java.util.List;

/**
 * How one caption pack's captions stand to the live ones. Immutable.
 *
 * @param pack the pack's id
 * @param compared whether the pack has spoken live at all; if not, nothing is a difference
 * @param counts by id, but for those at an edge
 * @param edge by id, those at an edge
 * @param otherText how many of the changed ones have another text
 * @param differing each caption that is not identical, those at an edge among them
 */
public record CaptionsReport(
    String pack,
    boolean compared,
    Counts counts,
    Counts edge,
    long otherText,
    List<Verdict> differing) {
  /** Copies the list. */
  public CaptionsReport {
    differing = List.copyOf(differing);
  }
}
