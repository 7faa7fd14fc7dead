package io.afterimage.app.replay.diff;

import java.util.List;

/**
 * How two packs agree on one label. Events at an edge are in none of these numbers; the seconds are
 * those between the edges. Immutable.
 *
 * @param label the label
 * @param live live events
 * @param replayed replayed events
 * @param matched pairs of one of each that are the same stretch
 * @param onlyLive ids of live events without a partner
 * @param onlyReplayed ids of replayed events without a partner
 * @param liveS seconds of live events
 * @param replayedS seconds of replayed events
 * @param agreementS seconds for which both say so
 */
public record LabelRow(
    String label,
    long live,
    long replayed,
    long matched,
    List<String> onlyLive,
    List<String> onlyReplayed,
    double liveS,
    double replayedS,
    double agreementS) {
  /** Copies the lists. */
  public LabelRow {
    onlyLive = List.copyOf(onlyLive);
    onlyReplayed = List.copyOf(onlyReplayed);
  }
}
