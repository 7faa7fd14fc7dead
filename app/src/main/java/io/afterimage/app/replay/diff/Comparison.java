package io.afterimage.app.replay.diff;

import io.afterimage.app.replay.diff.Verdict.What;
import io.afterimage.contract.event.PackRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Compares what was told live with what was told in a replay of the same frames. Immutable. */
public final class Comparison {
  private final Coverage coverage;
  private final Edges edges;
  private final PackRef pack;

  /**
   * @param coverage what is replayed
   * @param edge how long an edge is
   * @param pack the pack that the replay ran
   */
  public Comparison(Coverage coverage, Duration edge, PackRef pack) {
    this.coverage = coverage;
    this.edges = new Edges(coverage, edge);
    this.pack = pack;
  }

  /** Compares action events. */
  public EventsReport events(ToldEvents live, ToldEvents replayed) {
    String opposite = opposite(live);
    List<ToldEvent> ones = live.of(opposite);
    List<ToldEvent> others = replayed.of(pack.id());
    List<PackRef> speakers =
        live.packs().keySet().stream().filter(ref -> ref.id().equals(opposite)).toList();
    boolean samePack = speakers.stream().allMatch(pack::equals);
    List<Verdict> verdicts = new EventComparison(edges, samePack).compare(ones, others);
    return new EventsReport(
        speakers,
        live.packs().values().stream().mapToLong(Long::longValue).sum() - ones.size(),
        samePack,
        Counts.of(verdicts, false),
        Counts.of(verdicts, true),
        verdicts.stream().filter(verdict -> verdict.what() != What.IDENTICAL).toList(),
        new LabelComparison(coverage, edges).compare(ones, others),
        live.repeated(),
        replayed.repeated());
  }

  /** The live pack to compare with: that of the same id, else the one that told most. */
  private String opposite(ToldEvents live) {
    Map<PackRef, Long> packs = live.packs();
    if (packs.keySet().stream().anyMatch(ref -> ref.id().equals(pack.id()))) {
      return pack.id();
    }
    return packs.entrySet().stream()
        .max(Map.Entry.<PackRef, Long>comparingByValue().thenComparing(e -> e.getKey().id()))
        .map(entry -> entry.getKey().id())
        .orElse(pack.id());
  }

  /**
   * Compares the captions of one pack.
   *
   * @param captionPack the pack's id
   * @param remembered how long it keeps back captions like the last one
   * @param liveEvents the action events that went with the live captions
   * @param replayedEvents those of the replay
   */
  public CaptionsReport captions(
      String captionPack,
      Duration remembered,
      ToldCaptions live,
      ToldCaptions replayed,
      ToldEvents liveEvents,
      ToldEvents replayedEvents) {
    List<ToldEvent> edgeEvents = new ArrayList<>();
    Stream.concat(
            liveEvents.of(opposite(liveEvents)).stream(), replayedEvents.of(pack.id()).stream())
        .filter(
            event ->
                edges.touches(event.camera(), event.epoch(), event.start().ptsUs(), event.endUs()))
        .sorted(Comparator.comparing(ToldEvent::id))
        .forEach(edgeEvents::add);
    List<Verdict> verdicts =
        new CaptionComparison(coverage, edges, edgeEvents, remembered)
            .compare(live.of(captionPack), replayed.of(captionPack));
    return new CaptionsReport(
        captionPack,
        live.spoke(captionPack),
        Counts.of(verdicts, false),
        Counts.of(verdicts, true),
        verdicts.stream()
            .filter(verdict -> !verdict.edge() && verdict.fields().contains("text"))
            .count(),
        verdicts.stream().filter(verdict -> verdict.what() != What.IDENTICAL).toList());
  }
}
