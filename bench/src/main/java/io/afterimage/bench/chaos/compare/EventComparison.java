package io.afterimage.bench.chaos.compare;

import io.afterimage.bench.chaos.compare.Difference.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Compares what two runs told in one topic. Stateless and thread-safe. */
public final class EventComparison {
  private EventComparison() {}

  /**
   * The differences; none if both told the same, in the same order in each lane.
   *
   * @param topic for the differences
   * @param undisturbed what is right, in the order of the log
   * @param disturbed what was told under faults, in the order of the log
   */
  public static List<Difference> of(String topic, List<Told> undisturbed, List<Told> disturbed) {
    Map<String, List<Told>> right = lanes(undisturbed);
    Map<String, List<Told>> told = lanes(disturbed);
    TreeSet<String> lanes = new TreeSet<>(right.keySet());
    lanes.addAll(told.keySet());
    List<Difference> differences = new ArrayList<>();
    for (String lane : lanes) {
      differences.addAll(
          lane(
              topic,
              lane,
              right.getOrDefault(lane, List.of()),
              told.getOrDefault(lane, List.of())));
    }
    return differences;
  }

  /**
   * What is left when a consumer drops what it has seen: the first of each record. The id alone
   * does not tell one update of an event from the next, so the content decides.
   */
  public static List<Told> withoutRepeats(List<Told> told) {
    return List.copyOf(new LinkedHashSet<>(told));
  }

  private static Map<String, List<Told>> lanes(List<Told> told) {
    Map<String, List<Told>> lanes = new HashMap<>();
    told.forEach(each -> lanes.computeIfAbsent(each.lane(), l -> new ArrayList<>()).add(each));
    return lanes;
  }

  private static List<Difference> lane(
      String topic, String lane, List<Told> right, List<Told> told) {
    Map<String, Deque<Integer>> places = new HashMap<>();
    for (int i = 0; i < right.size(); i++) {
      places.computeIfAbsent(right.get(i).content(), c -> new ArrayDeque<>()).add(i);
    }
    List<Integer> matched = new ArrayList<>();
    List<Told> surplus = new ArrayList<>();
    for (Told each : told) {
      Integer place = places.getOrDefault(each.content(), new ArrayDeque<>()).poll();
      if (place == null) {
        surplus.add(each);
      } else {
        matched.add(place);
      }
    }
    List<Difference> differences = new ArrayList<>();
    for (int place : outOfOrder(matched)) {
      String content = right.get(place).content();
      differences.add(new Difference(topic, Kind.REORDERED, lane, content, content));
    }
    List<Told> missing =
        places.values().stream().flatMap(Deque::stream).sorted().map(right::get).toList();
    differences.addAll(pairs(topic, lane, right, missing, surplus));
    return differences;
  }

  /** Puts what is missing and what is too much under one id together. */
  private static List<Difference> pairs(
      String topic, String lane, List<Told> right, List<Told> missing, List<Told> surplus) {
    Map<String, Deque<Told>> lost = new LinkedHashMap<>();
    missing.forEach(each -> lost.computeIfAbsent(each.id(), id -> new ArrayDeque<>()).add(each));
    List<Difference> differences = new ArrayList<>();
    for (Told extra : surplus) {
      boolean known = right.stream().anyMatch(each -> each.content().equals(extra.content()));
      Told other = known ? null : lost.getOrDefault(extra.id(), new ArrayDeque<>()).poll();
      if (known) {
        differences.add(new Difference(topic, Kind.DOUBLED, lane, null, extra.content()));
      } else if (other != null) {
        differences.add(
            new Difference(topic, Kind.CHANGED, lane, other.content(), extra.content()));
      } else {
        differences.add(new Difference(topic, Kind.INVENTED, lane, null, extra.content()));
      }
    }
    lost.values().stream()
        .flatMap(Deque::stream)
        .forEach(
            each -> differences.add(new Difference(topic, Kind.LOST, lane, each.content(), null)));
    return differences;
  }

  /** The fewest places that must be taken out for the rest to rise. */
  private static List<Integer> outOfOrder(List<Integer> places) {
    int[] ends = new int[places.size()];
    int[] before = new int[places.size()];
    int length = 0;
    for (int i = 0; i < places.size(); i++) {
      int low = 0;
      int high = length;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (places.get(ends[middle]) < places.get(i)) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      before[i] = low > 0 ? ends[low - 1] : -1;
      ends[low] = i;
      length = Math.max(length, low + 1);
    }
    List<Integer> moved = new ArrayList<>(places);
    for (int i = length > 0 ? ends[length - 1] : -1; i >= 0; i = before[i]) {
      moved.remove(places.get(i));
    }
    return moved;
  }
}
