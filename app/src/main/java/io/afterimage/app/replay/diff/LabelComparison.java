package io.afterimage.app.replay.diff;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Compares events by what they say: a live and a replayed event of one label are a pair if they
 * share half of the time that either covers; the best pairs are made first, and each event is in
 * one at most. Immutable.
 */
final class LabelComparison {
  private static final double PAIR = 0.5;

  private final Coverage coverage;
  private final Edges edges;

  private record Pair(ToldEvent live, ToldEvent replayed, double overlap) {}

  LabelComparison(Coverage coverage, Edges edges) {
    this.coverage = coverage;
    this.edges = edges;
  }

  /** One row for each label that either told, by name. */
  List<LabelRow> compare(List<ToldEvent> live, List<ToldEvent> replayed) {
    Set<String> labels = new TreeSet<>();
    Stream.concat(live.stream(), replayed.stream()).forEach(event -> labels.add(event.label()));
    return labels.stream().map(label -> row(label, of(label, live), of(label, replayed))).toList();
  }

  private static List<ToldEvent> of(String label, List<ToldEvent> events) {
    return events.stream().filter(event -> event.label().equals(label)).toList();
  }

  private LabelRow row(String label, List<ToldEvent> live, List<ToldEvent> replayed) {
    Set<ToldEvent> leftLive = new HashSet<>(live);
    Set<ToldEvent> leftReplayed = new HashSet<>(replayed);
    long matched = 0;
    for (Pair pair : pairs(live, replayed)) {
      if (leftLive.contains(pair.live()) && leftReplayed.contains(pair.replayed())) {
        leftLive.remove(pair.live());
        leftReplayed.remove(pair.replayed());
        matched += atEdge(pair.live()) || atEdge(pair.replayed()) ? 0 : 1;
      }
    }
    List<String> onlyLive = inside(live, leftLive);
    List<String> onlyReplayed = inside(replayed, leftReplayed);
    return new LabelRow(
        label,
        matched + onlyLive.size(),
        matched + onlyReplayed.size(),
        matched,
        onlyLive,
        onlyReplayed,
        seconds(live.stream().mapToLong(event -> inner(event)).sum()),
        seconds(replayed.stream().mapToLong(event -> inner(event)).sum()),
        seconds(shared(live, replayed)));
  }

  private List<Pair> pairs(List<ToldEvent> live, List<ToldEvent> replayed) {
    List<Pair> pairs = new ArrayList<>();
    for (ToldEvent one : live) {
      for (ToldEvent other : replayed) {
        Interval a = covered(one);
        Interval b = sameEpoch(one, other) ? covered(other) : null;
        if (a != null && b != null && a.overlap(b) >= PAIR) {
          pairs.add(new Pair(one, other, a.overlap(b)));
        }
      }
    }
    pairs.sort(Comparator.comparingDouble(Pair::overlap).reversed());
    return pairs;
  }

  private List<String> inside(List<ToldEvent> all, Set<ToldEvent> left) {
    return all.stream()
        .filter(event -> left.contains(event) && !atEdge(event))
        .map(ToldEvent::id)
        .toList();
  }

  private long shared(List<ToldEvent> live, List<ToldEvent> replayed) {
    long shared = 0;
    for (ToldEvent one : live) {
      for (ToldEvent other : replayed) {
        Interval a = between(one);
        Interval b = sameEpoch(one, other) ? between(other) : null;
        shared += a == null || b == null ? 0 : a.sharedUs(b);
      }
    }
    return shared;
  }

  private static boolean sameEpoch(ToldEvent one, ToldEvent other) {
    return one.camera().equals(other.camera()) && one.epoch() == other.epoch();
  }

  private boolean atEdge(ToldEvent event) {
    return edges.touches(event.camera(), event.epoch(), event.start().ptsUs(), event.endUs());
  }

  private long inner(ToldEvent event) {
    Interval between = between(event);
    return between == null ? 0 : between.lengthUs();
  }

  /** The part of an event that is replayed. */
  private @Nullable Interval covered(ToldEvent event) {
    Span span = coverage.span(event.camera(), event.epoch());
    return span == null ? null : Interval.of(event, span.first().ptsUs(), span.last().ptsUs());
  }

  /** The part of an event that lies between the edges. */
  private @Nullable Interval between(ToldEvent event) {
    Span span = coverage.span(event.camera(), event.epoch());
    return span == null
        ? null
        : Interval.of(event, edges.innerStartUs(span), edges.innerEndUs(span));
  }

  private static double seconds(long us) {
    return Math.rint(us / 1e3) / 1e3;
  }
}
