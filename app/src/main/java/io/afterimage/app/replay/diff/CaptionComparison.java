package io.afterimage.app.replay.diff;

import io.afterimage.app.replay.diff.ToldCaptions.Told;
import io.afterimage.app.replay.diff.Verdict.What;
import io.afterimage.contract.caption.CaptionEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Compares one pack's captions by the ids of their requests. Besides the edges of what is replayed
 * there are two more places where captions may differ: while an action event at an edge goes on,
 * since its windows begin elsewhere; and where a caption told before the replay's beginning may
 * have kept one back. Immutable.
 */
final class CaptionComparison {
  /** What the clock changes. */
  private static final Set<String> SAME_PACK = Set.of("latency_ms");

  /** And what only says who spoke, and how. */
  private static final Set<String> OTHER_PACK =
      Set.of("latency_ms", "pack", "decoding", "score", "words");

  private final Coverage coverage;
  private final Edges edges;
  private final List<ToldEvent> edgeEvents;
  private final Duration remembered;

  /**
   * @param coverage what is replayed
   * @param edges where captions may differ
   * @param edgeEvents action events at an edge
   * @param remembered how long a caption keeps back others like it
   */
  CaptionComparison(
      Coverage coverage, Edges edges, List<ToldEvent> edgeEvents, Duration remembered) {
    this.coverage = coverage;
    this.edges = edges;
    this.edgeEvents = List.copyOf(edgeEvents);
    this.remembered = remembered;
  }

  /** One verdict for each id, the live ones first. */
  List<Verdict> compare(List<Told> live, List<Told> replayed) {
    Map<String, Told> left = new LinkedHashMap<>();
    replayed.forEach(caption -> left.put(caption.event().id(), caption));
    List<Verdict> verdicts = new ArrayList<>();
    for (Told caption : live) {
      Told other = left.remove(caption.event().id());
      verdicts.add(other == null ? one(caption.event(), What.MISSING) : both(caption, other));
    }
    left.values().forEach(caption -> verdicts.add(one(caption.event(), What.ADDED)));
    return verdicts;
  }

  private Verdict both(Told live, Told replayed) {
    boolean samePack = live.event().pack().equals(replayed.event().pack());
    List<String> fields =
        List.copyOf(
            JsonDifference.fields(live.json(), replayed.json(), samePack ? SAME_PACK : OTHER_PACK));
    boolean edge = atEdge(live.event()) || atEdge(replayed.event());
    return Verdict.both(live.event().id(), edge, fields);
  }

  private Verdict one(CaptionEvent caption, What what) {
    return Verdict.one(caption.id(), what, atEdge(caption) || mayBeKeptBack(caption));
  }

  private boolean atEdge(CaptionEvent caption) {
    return edges.touches(
            caption.camera(), caption.epoch(), caption.start().ptsUs(), caption.end().ptsUs())
        || edgeEvents.stream().anyMatch(event -> within(caption, event));
  }

  private static boolean within(CaptionEvent caption, ToldEvent event) {
    return event.camera().equals(caption.camera())
        && event.epoch() == caption.epoch()
        && event.start().seq() <= caption.end().seq()
        && (event.end() == null || event.end().seq() >= caption.start().seq());
  }

  private boolean mayBeKeptBack(CaptionEvent caption) {
    Span first = coverage.firstOf(caption.camera());
    if (first == null || (first.begins() && first.epoch() == 1)) {
      return false; // Nothing was told before.
    }
    Instant forgotten = first.first().time().plus(remembered);
    return caption.end().time().isBefore(forgotten);
  }
}
