package io.afterimage.inference.caption;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The words that captions are made of; a word's id is its place. Immutable and thread-safe.
 *
 * @param words the words in the order of their ids; the first four are {@code <pad>}, {@code
 *     <start>}, {@code <end>} and {@code <unknown>}
 */
public record Vocabulary(List<String> words) {
  /** Fills up what is shorter than its batch; never comes out. */
  public static final int PAD = 0;

  /** The word before the first; never comes out. */
  public static final int START = 1;

  /** Ends a caption. */
  public static final int END = 2;

  /** Stands for the words that are not in the vocabulary; never comes out. */
  public static final int UNKNOWN = 3;

  private static final List<String> MARKS = List.of("<pad>", "<start>", "<end>", "<unknown>");

  /**
   * @throws IllegalArgumentException if the words are no vocabulary, with all {@link #problems}
   */
  public Vocabulary {
    words = List.copyOf(words);
    List<String> problems = problems(words);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
  }

  /**
   * What keeps words from being a vocabulary.
   *
   * @param words one a line
   * @return one sentence for each fault, with the line's number from 0; none if they are one
   */
  public static List<String> problems(List<String> words) {
    List<String> problems = new ArrayList<>();
    for (int id = 0; id < MARKS.size(); id++) {
      String word = id < words.size() ? "'" + words.get(id) + "'" : "the end";
      if (!word.equals("'" + MARKS.get(id) + "'")) {
        problems.add("line %d must be %s, not %s".formatted(id, MARKS.get(id), word));
      }
    }
    Map<String, Integer> first = new HashMap<>();
    for (int id = 0; id < words.size(); id++) {
      String word = words.get(id);
      Integer earlier = first.putIfAbsent(word, id);
      if (word.isBlank()) {
        problems.add("line %d is empty".formatted(id));
      } else if (word.codePoints().anyMatch(Character::isWhitespace)) {
        problems.add("line %d, '%s', holds more than one word".formatted(id, word));
      } else if (earlier != null) {
        problems.add("'%s' is on line %d and again on line %d".formatted(word, earlier, id));
      }
    }
    return problems;
  }

  /** How many words there are, with the four that are none. */
  public int size() {
    return words.size();
  }

  /** Whether a caption may go on with a word, or end with it. */
  static boolean mayCome(int id) {
    return id != PAD && id != START && id != UNKNOWN;
  }
}
