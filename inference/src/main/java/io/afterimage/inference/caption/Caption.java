package io.afterimage.inference.caption;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What was found to say. Immutable.
 *
 * @param words its words without {@code <end>}, maybe none
 * @param logProb natural logarithm of its probability, {@code <end>} counted
 * @param ended whether {@code <end>} came; otherwise it is what there was at the most words
 */
public record Caption(List<Word> words, double logProb, boolean ended) {
  /**
   * One word.
   *
   * @param text the word
   * @param logProb natural logarithm of its probability after the words before it
   * @param attention the weights with which the model looked at the window when it chose the word,
   *     of sum 1; empty if it has none
   */
  public record Word(String text, double logProb, List<Float> attention) {
    /** Copies the weights. */
    public Word {
      attention = List.copyOf(attention);
    }
  }

  /** Copies the words. */
  public Caption {
    words = List.copyOf(words);
  }

  /** The words with a space between them. */
  public String text() {
    return words.stream().map(Word::text).collect(Collectors.joining(" "));
  }

  /** The mean logarithm of a word's probability, {@code <end>} counted; 0 if there is none. */
  public double meanLogProb() {
    int length = words.size() + (ended ? 1 : 0);
    return length == 0 ? 0 : logProb / length;
  }
}
