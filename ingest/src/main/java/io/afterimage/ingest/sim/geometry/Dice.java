package io.afterimage.ingest.sim.geometry;

import java.util.List;

/**
 * Seeded chance (SplitMix64): the same seed gives the same draws on every machine. Not safe for use
 * by several threads.
 */
public final class Dice {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;
  private long state;

  /** Starts a row of draws. */
  public Dice(long seed) {
    this.state = mixed(seed);
  }

  /** Returns a scrambled {@code value}: near values give unrelated results. */
  public static long mixed(long value) {
    long z = value + GOLDEN;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** Returns dice for a purpose: the same seed and purpose give the same draws. */
  public static Dice of(long seed, String purpose) {
    return new Dice(mixed(seed) ^ purpose.hashCode() * GOLDEN);
  }

  /** Returns dice for one numbered part of a purpose. */
  public static Dice of(long seed, String purpose, long part) {
    return new Dice(mixed(mixed(seed) ^ purpose.hashCode() * GOLDEN) + part);
  }

  /** Returns 64 drawn bits. */
  public long bits() {
    state += GOLDEN;
    return mixed(state);
  }

  /** Returns a number from 0 (inclusive) to 1 (exclusive). */
  public double unit() {
    return (bits() >>> 11) * 0x1.0p-53;
  }

  /** Returns a number from {@code low} to {@code high}. */
  public double between(double low, double high) {
    return low + (high - low) * unit();
  }

  /** Returns a whole number from 0 to {@code bound - 1}. */
  public int below(int bound) {
    return (int) (unit() * bound);
  }

  /** Returns true with this probability. */
  public boolean chance(double probability) {
    return unit() < probability;
  }

  /** Returns -1 or 1. */
  public int sign() {
    return chance(0.5) ? 1 : -1;
  }

  /** Returns a draw of the normal distribution with mean 0 and deviation 1. */
  public double gauss() {
    double radius = Math.sqrt(-2 * Math.log(1 - unit()));
    return radius * Math.cos(2 * Math.PI * unit());
  }

  /** Returns one of {@code choices}. */
  public <T> T pick(List<T> choices) {
    return choices.get(below(choices.size()));
  }

  /** Returns an index, drawn with these weights. */
  public int weighted(double... weights) {
    double sum = 0;
    for (double weight : weights) {
      sum += weight;
    }
    double rest = unit() * sum;
    for (int i = 0; i < weights.length; i++) {
      rest -= weights[i];
      if (rest < 0) {
        return i;
      }
    }
    return weights.length - 1;
  }
}
