package io.afterimage.inference.caption;

import java.nio.FloatBuffer;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Picks the next word where only one hypothesis is followed. */
@FunctionalInterface
interface WordChoice {
  /** No word may come. */
  int NONE = -1;

  /**
   * Picks a word.
   *
   * @param logProbs {@code float32[vocabulary]}
   * @return its id, or {@link #NONE}
   */
  int choose(FloatBuffer logProbs);

  /** The likeliest word; of equals the lowest. */
  static WordChoice likeliest() {
    return logProbs -> {
      int best = NONE;
      float most = Float.NEGATIVE_INFINITY;
      for (int word = 0; word < logProbs.limit(); word++) {
        if (Vocabulary.mayCome(word) && logProbs.get(word) > most) {
          best = word;
          most = logProbs.get(word);
        }
      }
      return best;
    };
  }

  /** A word drawn by its probability; the same seed draws the same words. */
  static WordChoice drawn(Decoding decoding, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return logProbs -> draw(ranked(logProbs, decoding.topK()), logProbs, decoding, random);
  }

  private static List<Integer> ranked(FloatBuffer logProbs, int topK) {
    return IntStream.range(0, logProbs.limit())
        .filter(word -> Vocabulary.mayCome(word) && logProbs.get(word) > Float.NEGATIVE_INFINITY)
        .boxed()
        .sorted(Comparator.comparing((Integer word) -> -logProbs.get(word)))
        .limit(topK == 0 ? Long.MAX_VALUE : topK)
        .toList();
  }

  private static int draw(
      List<Integer> words, FloatBuffer logProbs, Decoding decoding, SplittableRandom random) {
    if (words.isEmpty()) {
      return NONE;
    }
    double[] weights = new double[words.size()];
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      double below = (double) logProbs.get(words.get(i)) - logProbs.get(words.get(0));
      weights[i] = Math.exp(below / decoding.temperature());
      sum += weights[i];
    }
    double left = random.nextDouble() * sum;
    int at = 0;
    // The likeliest is first, so that what rounding leaves over falls to a word of some weight.
    while (at < weights.length - 1 && left >= weights[at]) {
      left -= weights[at++];
    }
    return words.get(weights[at] > 0 ? at : 0);
  }
}
