package io.afterimage.app.deadletter;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;

/** The newest of many letters, and how many there are by cause. Not thread-safe. */
final class LetterList {
  private static final Comparator<Letter> OLDEST_FIRST =
      Comparator.comparing((Letter letter) -> letter.content().time())
          .thenComparing(letter -> letter.ref().partition())
          .thenComparing(letter -> letter.ref().offset());

  private final int limit;
  private final PriorityQueue<Letter> newest = new PriorityQueue<>(OLDEST_FIRST);
  private final Map<String, Long> causes = new TreeMap<>();

  /**
   * @param limit how many letters are kept, at least 1
   */
  LetterList(int limit) {
    this.limit = limit;
  }

  void add(Letter letter) {
    causes.merge(letter.content().cause(), 1L, Long::sum);
    newest.add(letter);
    if (newest.size() > limit) {
      newest.remove();
    }
  }

  /** The newest, the newest of them last. */
  List<Letter> newest() {
    List<Letter> sorted = new ArrayList<>(newest);
    sorted.sort(OLDEST_FIRST);
    return sorted;
  }

  /** How many there were. */
  long count() {
    return causes.values().stream().mapToLong(Long::longValue).sum();
  }

  /** One sentence about all of them. */
  String summary() {
    if (causes.isEmpty()) {
      return "no dead letters";
    }
    String shown = count() > newest.size() ? ", the last %d shown".formatted(newest.size()) : "";
    List<String> parts = new ArrayList<>();
    causes.forEach((cause, count) -> parts.add("%s %d".formatted(LetterText.plain(cause), count)));
    return "%d dead letter%s%s: %s"
        .formatted(count(), count() == 1 ? "" : "s", shown, String.join(", ", parts));
  }
}
