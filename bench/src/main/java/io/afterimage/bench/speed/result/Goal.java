package io.afterimage.bench.speed.result;

import java.util.Locale;

/**
 * What a median has to reach. Immutable.
 *
 * @param text as people read it
 * @param of which median
 * @param least it is at least this
 * @param most and at most this
 */
public record Goal(String text, Of of, double least, double most) {
  /** The median that counts. */
  public enum Of {
    /** Of the rounds' ratios. */
    RATIO,
    /** Of our figures. */
    FIGURE
  }

  /** Ours is at least this share of the other's. */
  public static Goal ratioAtLeast(double least) {
    return new Goal(number("ratio ≥ %.2f", least), Of.RATIO, least, Double.POSITIVE_INFINITY);
  }

  /** Ours is at most this multiple of the other's. */
  public static Goal ratioAtMost(double most) {
    return new Goal(number("ratio ≤ %.2f", most), Of.RATIO, Double.NEGATIVE_INFINITY, most);
  }

  /** Our figure is at least this, in the comparison's unit. */
  public static Goal atLeast(double least) {
    return new Goal(number("≥ %.4g", least), Of.FIGURE, least, Double.POSITIVE_INFINITY);
  }

  /** Our figure is at most this, in the comparison's unit. */
  public static Goal atMost(double most) {
    return new Goal(number("≤ %.4g", most), Of.FIGURE, Double.NEGATIVE_INFINITY, most);
  }

  /** Whether a median reaches it. */
  public boolean isMetBy(double median) {
    return median >= least && median <= most;
  }

  private static String number(String format, double bound) {
    String text = String.format(Locale.ROOT, format, bound);
    return text.contains(".") ? text.replaceFirst("\\.?0+$", "") : text;
  }
}
