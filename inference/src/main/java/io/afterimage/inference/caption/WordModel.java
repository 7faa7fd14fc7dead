package io.afterimage.inference.caption;

import java.nio.FloatBuffer;
import java.util.List;

/**
 * What says how likely each word comes next. Remembers the hypotheses of the step before, so that
 * it belongs to one search at a time.
 */
@FunctionalInterface
public interface WordModel {
  /**
   * What may follow one hypothesis; fresh values that nobody else writes to.
   *
   * @param logProbs {@code float32[vocabulary]}: natural logarithms of the words' probabilities,
   *     each at most 0, never NaN; read with absolute access
   * @param attention {@code float32[places]}: the weights with which the model looked at the
   *     window, of sum 1; empty if it has none
   */
  record NextWord(FloatBuffer logProbs, List<Float> attention) {}

  /**
   * Takes all hypotheses one word on.
   *
   * @param parents of each hypothesis, the place among the step before's that it continues; the
   *     first step's is a single 0
   * @param words of each hypothesis, the id of its last word; the first step's is {@link
   *     Vocabulary#START}
   * @return of each hypothesis, what may follow
   */
  List<NextWord> next(int[] parents, int[] words);
}
