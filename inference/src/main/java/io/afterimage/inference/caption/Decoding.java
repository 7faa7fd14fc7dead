package io.afterimage.inference.caption;

import io.afterimage.contract.WireName;

/**
 * How a caption is searched for. Immutable.
 *
 * @param method the way
 * @param maxWords the most words of a caption, {@code <end>} counted, 1 to 1000
 * @param width how many hypotheses a beam keeps, 1 to 64; 1 with the other methods
 * @param lengthPower a complete caption's log-probability is divided by its length to this power
 *     when a beam compares it, 0 (not at all) to 2
 * @param temperature what log-probabilities are divided by before a word is drawn, above 0 to 100
 * @param topK how many of the likeliest words are drawn from; 0: all
 * @param looks where a model of hard attention looks for each word; without meaning for others
 */
public record Decoding(
    Method method,
    int maxWords,
    int width,
    double lengthPower,
    double temperature,
    int topK,
    Looks looks) {
  private static final int MOST_WORDS = 1000;
  private static final int MOST_HYPOTHESES = 64;
  private static final double MOST_POWER = 2;
  private static final double MOST_TEMPERATURE = 100;

  /** A way to search. */
  public enum Method implements WireName {
    /** The likeliest word each time. */
    GREEDY,
    /** The best of several hypotheses that are followed at a time. */
    BEAM,
    /** Words drawn by their probability. */
    SAMPLE
  }

  /** A way to choose the one place that hard attention looks at. */
  public enum Looks implements WireName {
    /** The place of most weight. */
    ARGMAX,
    /** A place drawn by its weight. */
    SAMPLE
  }

  /**
   * @throws IllegalArgumentException if a number is out of range
   */
  public Decoding {
    require(maxWords >= 1 && maxWords <= MOST_WORDS, "max words", maxWords);
    require(width >= 1 && width <= MOST_HYPOTHESES, "width", width);
    require(lengthPower >= 0 && lengthPower <= MOST_POWER, "length power", lengthPower);
    require(temperature > 0 && temperature <= MOST_TEMPERATURE, "temperature", temperature);
    require(topK >= 0, "top k", topK);
    require(method == Method.BEAM || width == 1, "width without a beam", width);
  }

  /** The likeliest word each time. */
  public static Decoding greedy(int maxWords) {
    return new Decoding(Method.GREEDY, maxWords, 1, 0, 1, 0, Looks.ARGMAX);
  }

  /** A beam. */
  public static Decoding beam(int maxWords, int width, double lengthPower) {
    return new Decoding(Method.BEAM, maxWords, width, lengthPower, 1, 0, Looks.ARGMAX);
  }

  /** Drawn words. */
  public static Decoding sample(int maxWords, double temperature, int topK) {
    return new Decoding(Method.SAMPLE, maxWords, 1, 0, temperature, topK, Looks.ARGMAX);
  }

  /** This search with other looks. */
  public Decoding looking(Looks other) {
    return new Decoding(method, maxWords, width, lengthPower, temperature, topK, other);
  }

  private static void require(boolean holds, String what, Number value) {
    if (!holds) {
      throw new IllegalArgumentException("%s %s is out of range".formatted(what, value));
    }
  }
}
