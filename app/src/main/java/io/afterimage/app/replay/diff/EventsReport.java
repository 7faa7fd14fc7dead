package io.afterimage.app.replay.diff;

import io.afterimage.contract.event.PackRef;
import java.util.List;

/**
 * How the replay's action events stand to the live ones. Immutable.
 *
 * @param live the live pack, in each of its versions that told events of these frames
 * @param leftOut live events of other packs, which are not compared
 * @param samePack whether the replay's pack told all live events: everything counts then
 * @param counts by id, but for those at an edge
 * @param edge by id, those at an edge
 * @param differing each event that is not identical, those at an edge among them
 * @param labels by what they say
 * @param repeatedLive live records that repeat the one before them
 * @param repeatedReplayed the same of the replay
 */
public record EventsReport(
    List<PackRef> live,
    long leftOut,
    boolean samePack,
    Counts counts,
    Counts edge,
    List<Verdict> differing,
    List<LabelRow> labels,
    long repeatedLive,
    long repeatedReplayed) {
  /** Copies the lists. */
  public EventsReport {
    live = List.copyOf(live);
    differing = List.copyOf(differing);
    labels = List.copyOf(labels);
  }
}
