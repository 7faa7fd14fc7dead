package io.afterimage.bench.speed.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What two things gave in the same rounds. Immutable.
 *
 * @param ours of each round, what is measured
 * @param beside of each round, what it is compared with
 */
public record Rounds<A, B>(List<A> ours, List<B> beside) {
  /** Measures one of the two once. */
  @FunctionalInterface
  public interface Measurement<T> {
    /**
     * Does it, and says what came of it.
     *
     * @throws Exception if it cannot be measured
     */
    T measure() throws Exception;
  }

  /** Copies both. */
  public Rounds {
    ours = List.copyOf(ours);
    beside = List.copyOf(beside);
  }

  /**
   * Measures both in each round, in the other order in every second one, so that what changes
   * meanwhile on the machine strikes both alike.
   *
   * @param rounds how many, at least 1
   * @throws Exception what a measurement throws
   */
  public static <A, B> Rounds<A, B> alternate(
      int rounds, Measurement<A> ours, Measurement<B> beside) throws Exception {
    List<A> mine = new ArrayList<>();
    List<B> others = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      if (round % 2 == 0) {
        mine.add(ours.measure());
        others.add(beside.measure());
      } else {
        others.add(beside.measure());
        mine.add(ours.measure());
      }
    }
    return new Rounds<>(mine, others);
  }

  /** A figure of ours in each round. */
  public List<Double> ours(ToDoubleFunction<? super A> figure) {
    return ours.stream().map(figure::applyAsDouble).toList();
  }

  /** A figure of the other's in each round. */
  public List<Double> beside(ToDoubleFunction<? super B> figure) {
    return beside.stream().map(figure::applyAsDouble).toList();
  }
}
