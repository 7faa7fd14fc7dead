package io.afterimage.bench.speed.result;

import java.util.List;

/**
 * Figures of several rounds in three. Immutable.
 *
 * @param median of an even number, the mean of the two in the middle
 * @param low the lowest
 * @param high the highest
 */
public record Spread(double median, double low, double high) {
  /**
   * Of figures in any order.
   *
   * @throws IllegalArgumentException if there are no figures
   */
  public static Spread of(List<Double> figures) {
    if (figures.isEmpty()) {
      throw new IllegalArgumentException("no figures were measured");
    }
    List<Double> sorted = figures.stream().sorted().toList();
    int size = sorted.size();
    double median = (sorted.get((size - 1) / 2) + sorted.get(size / 2)) / 2;
    return new Spread(median, sorted.get(0), sorted.get(size - 1));
  }
}
