package io.afterimage.topology.query;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The memories of some partitions, or of all. Immutable.
 *
 * @param partitions from where each partition was read, one line a partition
 * @param missing the partitions that nobody could read just now
 * @param memories the memories in the order of cameras and packs
 */
public record MemoryList(
    List<Where> partitions, List<Integer> missing, List<MemorySummary> memories) {
  private static final Comparator<Where> BEST =
      Comparator.comparing(Where::copy).thenComparing(Where::behind);

  /** Copies the lists. */
  public MemoryList {
    partitions = List.copyOf(partitions);
    missing = List.copyOf(missing);
    memories = List.copyOf(memories);
  }

  /** The partitions of which only a copy could be read: memories may be old there, or lack. */
  public List<Integer> copies() {
    return partitions.stream().filter(Where::copy).map(Where::partition).toList();
  }

  /**
   * One list of several: of each partition the state that is worked on, else the copy that lacks
   * the least.
   *
   * @param lists what several instances answered
   * @param expected how many partitions there are; those that no list has are missing
   */
  public static MemoryList merge(Collection<MemoryList> lists, int expected) {
    Map<Integer, Where> best = new TreeMap<>();
    lists.stream()
        .flatMap(list -> list.partitions().stream())
        .forEach(
            where ->
                best.merge(
                    where.partition(),
                    where,
                    (one, other) -> BEST.compare(one, other) <= 0 ? one : other));
    Set<Where> chosen = Set.copyOf(best.values());
    Stream<MemorySummary> memories =
        lists.stream()
            .flatMap(list -> list.memories().stream())
            .filter(memory -> chosen.contains(memory.where()));
    return new MemoryList(
        List.copyOf(best.values()),
        IntStream.range(0, expected).filter(each -> !best.containsKey(each)).boxed().toList(),
        memories
            .sorted(Comparator.comparing(MemorySummary::camera).thenComparing(MemorySummary::pack))
            .toList());
  }
}
