package io.afterimage.app.config;

import io.afterimage.app.AppException;
import io.afterimage.app.AppException.Code;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Collects what is wrong with the settings, so that all of it is told at once. Not thread-safe. */
final class Problems {
  private static final int NEAR = 3;

  private final Set<String> sentences = new LinkedHashSet<>();

  /** Adds a sentence. */
  void add(String origin, String sentence) {
    sentences.add(origin + ": " + sentence);
  }

  /** Adds a sentence about a name that is not known, with the nearest one that is. */
  void addUnknown(String origin, String what, String name, Collection<String> known) {
    add(
        origin,
        "unknown %s '%s'%s"
            .formatted(
                what,
                name,
                nearest(name, known).map(near -> ", did you mean '" + near + "'?").orElse("")));
  }

  /**
   * @throws AppException {@link Code#CONFIG} with every sentence on its own line, if there are any
   */
  void throwIfAny() {
    if (!sentences.isEmpty()) {
      throw new AppException(Code.CONFIG, String.join(System.lineSeparator(), sentences));
    }
  }

  private static Optional<String> nearest(String name, Collection<String> known) {
    return known.stream()
        .min(Comparator.comparingInt(candidate -> distance(name, candidate)))
        .filter(candidate -> distance(name, candidate) <= Math.max(NEAR, name.length() / 4));
  }

  /** Levenshtein's distance: insertions, deletions and replacements from one text to the other. */
  private static int distance(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}
