package io.afterimage.app.replay.diff;

import io.afterimage.app.replay.diff.Verdict.What;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/**
 * Compares events by their ids, record by record. What only the clock changes does not count, nor
 * which pack spoke if two were to be compared. Immutable.
 */
final class EventComparison {
  /** The field that stands for another number of records. */
  private static final String RECORDS = "records";

  /** How far a confidence may be off after a beginning in the middle of an epoch. */
  private static final double CLOSE = 0.05;

  private static final String CONFIDENCE = "confidence";

  private final Edges edges;
  private final Set<String> ignored;

  /**
   * @param edges where events may differ
   * @param samePack whether one pack told both
   */
  EventComparison(Edges edges, boolean samePack) {
    this.edges = edges;
    Set<String> names = new HashSet<>(ToldEvents.CLOCK);
    if (!samePack) {
      names.add("pack");
    }
    ignored = Set.copyOf(names);
  }

  /** One verdict for each id, the live ones first. */
  List<Verdict> compare(List<ToldEvent> live, List<ToldEvent> replayed) {
    Map<String, ToldEvent> left = new LinkedHashMap<>();
    replayed.forEach(event -> left.put(event.id(), event));
    List<Verdict> verdicts = new ArrayList<>();
    for (ToldEvent event : live) {
      ToldEvent other = left.remove(event.id());
      boolean edge = atEdge(event) || (other != null && atEdge(other));
      verdicts.add(
          other == null
              ? Verdict.one(event.id(), What.MISSING, edge)
              : verdict(event, other, edge));
    }
    left.values()
        .forEach(event -> verdicts.add(Verdict.one(event.id(), What.ADDED, atEdge(event))));
    return verdicts;
  }

  private Verdict verdict(ToldEvent live, ToldEvent replayed, boolean edge) {
    List<String> fields = fields(live, replayed);
    boolean close =
        fields.equals(List.of(CONFIDENCE))
            && edges.joins(live.camera(), live.epoch())
            && apart(live, replayed) <= CLOSE;
    return close ? Verdict.close(live.id(), edge, fields) : Verdict.both(live.id(), edge, fields);
  }

  /** By how much the confidences of two events of as many records differ at most. */
  private static double apart(ToldEvent live, ToldEvent replayed) {
    return IntStream.range(0, live.records().size())
        .mapToDouble(
            i ->
                Math.abs(
                    live.records().get(i).path(CONFIDENCE).asDouble()
                        - replayed.records().get(i).path(CONFIDENCE).asDouble()))
        .max()
        .orElse(0);
  }

  private boolean atEdge(ToldEvent event) {
    return edges.touches(event.camera(), event.epoch(), event.start().ptsUs(), event.endUs());
  }

  private List<String> fields(ToldEvent one, ToldEvent other) {
    SortedSet<String> fields = new TreeSet<>();
    List<JsonNode> ones = one.records();
    List<JsonNode> others = other.records();
    for (int i = 0; i < Math.min(ones.size(), others.size()); i++) {
      fields.addAll(JsonDifference.fields(ones.get(i), others.get(i), ignored));
    }
    if (ones.size() != others.size()) {
      fields.add(RECORDS);
    }
    return List.copyOf(fields);
  }
}
