package io.afterimage.inference.caption;

import io.afterimage.inference.caption.WordModel.NextWord;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A caption that is being made: its last word and what came before. Immutable.
 *
 * @param before what it continues; null: nothing
 * @param word the last word's id
 * @param attention the weights with which it was chosen
 * @param logProb the sum of its words' log-probabilities
 * @param length how many words it has, {@code <end>} counted
 */
record Hypothesis(
    @Nullable Hypothesis before, int word, List<Float> attention, double logProb, int length) {
  /** No word yet. */
  static final Hypothesis EMPTY = new Hypothesis(null, Vocabulary.START, List.of(), 0, 0);

  /** With one word more. */
  Hypothesis then(int next, NextWord said) {
    return new Hypothesis(
        this, next, said.attention(), logProb + said.logProbs().get(next), length + 1);
  }

  boolean ended() {
    return word == Vocabulary.END;
  }

  /** What captions are compared by: the log-probability over the length to a power. */
  double score(double lengthPower) {
    return length == 0 ? 0 : logProb / Math.pow(length, lengthPower);
  }

  Caption caption(Vocabulary vocabulary) {
    Deque<Caption.Word> words = new ArrayDeque<>();
    Hypothesis at = this;
    for (Hypothesis from = before; from != null; from = at.before) {
      if (!at.ended()) {
        words.addFirst(
            new Caption.Word(
                vocabulary.words().get(at.word), at.logProb - from.logProb, at.attention));
      }
      at = from;
    }
    return new Caption(List.copyOf(words), logProb, ended());
  }
}
