package io.afterimage.ingest.sim.geometry;

/** A smooth, unceasing motion between about -1 and 1: a few sines that never line up. Immutable. */
public final class Wobble {
  private static final int SINES = 3;
  private final double[] speeds = new double[SINES];
  private final double[] phases = new double[SINES];

  /**
   * Draws a motion.
   *
   * @param dice decides the phases
   * @param hertz the usual frequency
   */
  public Wobble(Dice dice, double hertz) {
    for (int i = 0; i < SINES; i++) {
      speeds[i] = 2 * Math.PI * hertz * dice.between(0.5, 1.6);
      phases[i] = dice.between(0, 2 * Math.PI);
    }
  }

  /** Returns the motion's place at a time in seconds. */
  public double at(double seconds) {
    double sum = 0;
    for (int i = 0; i < SINES; i++) {
      sum += Math.sin(speeds[i] * seconds + phases[i]);
    }
    return sum / SINES * 1.3;
  }
}
