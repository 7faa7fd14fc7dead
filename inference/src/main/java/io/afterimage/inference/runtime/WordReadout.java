package io.afterimage.inference.runtime;

import io.afterimage.inference.InferenceException;
import io.afterimage.inference.InferenceException.Code;
import io.afterimage.inference.caption.WordModel.NextWord;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Copies what a {@code caption_step} gave to the heap and checks that it is what it should be. */
final class WordReadout {
  /** How far rounding may take a sum of weights from 1, and a log-probability above 0. */
  private static final double TOLERANCE = 1e-3;

  private final BatchBuffer logProbs;
  private final @Nullable BatchBuffer attention;

  /**
   * @param logProbs {@code float32[N, words]}
   * @param attention {@code float32[N, places]}; null: the pack has none
   */
  WordReadout(BatchBuffer logProbs, @Nullable BatchBuffer attention) {
    this.logProbs = logProbs;
    this.attention = attention;
  }

  /**
   * What may follow each hypothesis.
   *
   * @param hypotheses how many there are
   * @param places how many of the attention's places the window has
   * @throws InferenceException {@link Code#RUN_FAILED} if these are no log-probabilities or weights
   */
  List<NextWord> read(int hypotheses, int places) {
    List<NextWord> next = new ArrayList<>(hypotheses);
    for (int i = 0; i < hypotheses; i++) {
      next.add(
          new NextWord(logProbs(i), attention == null ? List.of() : weights(attention, i, places)));
    }
    return next;
  }

  private FloatBuffer logProbs(int hypothesis) {
    float[] copy = new float[logProbs.one().elements()];
    logProbs.bytes().asFloatBuffer().get(hypothesis * copy.length, copy);
    for (int word = 0; word < copy.length; word++) {
      if (!(copy[word] <= TOLERANCE)) {
        throw new InferenceException(
            Code.RUN_FAILED,
            "tensor '%s' holds %s for word %d, which is no logarithm of a probability"
                .formatted(logProbs.spec().name(), copy[word], word));
      }
    }
    return FloatBuffer.wrap(copy);
  }

  private static List<Float> weights(BatchBuffer attention, int hypothesis, int places) {
    FloatBuffer all = attention.bytes().asFloatBuffer();
    List<Float> weights = new ArrayList<>(places);
    double sum = 0;
    for (int place = 0; place < places; place++) {
      float weight = all.get(hypothesis * attention.one().elements() + place);
      weights.add(weight);
      sum += weight;
    }
    if (!(Math.abs(sum - 1) <= TOLERANCE)) {
      throw new InferenceException(
          Code.RUN_FAILED,
          "tensor '%s' has the sum %s over the window's %d places, not 1"
              .formatted(attention.spec().name(), sum, places));
    }
    return weights;
  }
}
