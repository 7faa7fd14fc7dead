package io.afterimage.app.explain.draw;

import io.afterimage.contract.caption.AttentionEvent;
import java.util.List;

/**
 * Which weight is cold and which is hot. Nothing is hot that is not well above even attention, or
 * noise would look like a place. Immutable.
 *
 * @param cold the weight from which on it is warm
 * @param hot the weight from which on it is hottest
 */
record HeatScale(double cold, double hot) {
  /** So many times even attention, a weight may be the hottest. */
  private static final double CLEAR = 3;

  /** Of one word alone: even attention is cold. */
  static HeatScale ofWord(List<Double> weights) {
    return new HeatScale(even(weights.size()), hot(peak(weights), weights.size()));
  }

  /** Of all words together, so that these can be compared: no attention is cold. */
  static HeatScale ofAll(AttentionEvent attention) {
    int places = attention.words().get(0).weights().size();
    double peak =
        attention.words().stream().mapToDouble(word -> peak(word.weights())).max().orElse(0);
    return new HeatScale(0, hot(peak, places));
  }

  /** The heat of a weight, 0 to 1. */
  double heat(double weight) {
    return weight <= cold || hot <= cold ? 0 : Math.min(1, (weight - cold) / (hot - cold));
  }

  /** The largest weight. */
  static double peak(List<Double> weights) {
    return weights.get(strongest(weights));
  }

  /** The place of the largest weight, the first of equals. */
  static int strongest(List<Double> weights) {
    int strongest = 0;
    for (int i = 1; i < weights.size(); i++) {
      if (weights.get(i) > weights.get(strongest)) {
        strongest = i;
      }
    }
    return strongest;
  }

  private static double hot(double peak, int places) {
    return Math.max(peak, Math.min(1, CLEAR * even(places)));
  }

  private static double even(int places) {
    return 1.0 / places;
  }
}
