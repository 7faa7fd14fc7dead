package io.afterimage.inference.caption;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/**
 * A word model without a network: what comes next is a function of all words so far. Its attention
 * tells the words so far as well, so that one sees whose it is.
 */
final class ToyModel implements WordModel {
  private final Function<List<Integer>, float[]> table;
  private List<List<Integer>> hypotheses = List.of();

  /** How many hypotheses each step had. */
  final List<Integer> batches = new ArrayList<>();

  ToyModel(Function<List<Integer>, float[]> table) {
    this.table = table;
  }

  /** Probabilities drawn from a seed and the words so far. */
  static ToyModel random(long seed, int vocabulary) {
    return new ToyModel(prefix -> randomLogProbs(seed, prefix, vocabulary));
  }

  /** The same probabilities wherever one is; they need not sum to 1. */
  static ToyModel constant(double... probabilities) {
    float[] logProbs = new float[probabilities.length];
    for (int i = 0; i < logProbs.length; i++) {
      logProbs[i] = (float) Math.log(probabilities[i]);
    }
    return new ToyModel(prefix -> logProbs.clone());
  }

  static float[] randomLogProbs(long seed, List<Integer> prefix, int vocabulary) {
    Random random = new Random(31 * seed + prefix.hashCode());
    double[] weights = random.doubles(vocabulary).map(u -> Math.exp(4 * u)).toArray();
    double sum = 0;
    for (double weight : weights) {
      sum += weight;
    }
    float[] logProbs = new float[vocabulary];
    for (int i = 0; i < vocabulary; i++) {
      logProbs[i] = (float) Math.log(weights[i] / sum);
    }
    return logProbs;
  }

  /** The attention after those words. */
  static List<Float> attention(List<Integer> prefix) {
    float share = new Random(prefix.hashCode()).nextFloat();
    return List.of(share, 1 - share);
  }

  @Override
  public List<NextWord> next(int[] parents, int[] words) {
    List<List<Integer>> longer = new ArrayList<>();
    for (int i = 0; i < parents.length; i++) {
      List<Integer> prefix = new ArrayList<>();
      if (words[i] != Vocabulary.START) {
        prefix.addAll(hypotheses.get(parents[i]));
        prefix.add(words[i]);
      }
      longer.add(prefix);
    }
    hypotheses = longer;
    batches.add(parents.length);
    return longer.stream()
        .map(prefix -> new NextWord(FloatBuffer.wrap(table.apply(prefix)), attention(prefix)))
        .toList();
  }
}
