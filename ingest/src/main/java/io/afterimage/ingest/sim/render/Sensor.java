package io.afterimage.ingest.sim.render;

import io.afterimage.ingest.sim.geometry.Dice;
import io.afterimage.ingest.sim.geometry.Wobble;

/** The camera's own ways: a dark start, a drifting exposure, flicker and noise. Immutable. */
final class Sensor {
  private static final int NOISE = 1 << 16;
  private final long seed;
  private final double darkSeconds;
  private final double wakeSeconds;
  private final double drift;
  private final double flicker;
  private final Wobble slow;
  private final Wobble fast;
  private final byte[] noise = new byte[NOISE];

  Sensor(long seed) {
    Dice dice = Dice.of(seed, "sensor");
    this.seed = seed;
    this.darkSeconds = dice.chance(0.06) ? dice.between(0.5, 3) : dice.between(0.02, 0.09);
    this.wakeSeconds = dice.between(0.05, 0.7);
    this.drift = dice.between(0, 0.05);
    this.flicker = dice.chance(0.3) ? dice.between(0, 0.012) : 0;
    this.slow = new Wobble(dice, 0.05);
    this.fast = new Wobble(dice, 7);
    double strength = dice.between(0.3, 2.2);
    double last = 0;
    for (int i = 0; i < NOISE; i++) {
      last = 0.5 * last + dice.gauss();
      noise[i] = (byte) Math.round(Math.max(-20, Math.min(20, last * strength * 0.87)));
    }
  }

  /** Returns by how much the light is multiplied at a time of the stream. */
  float gain(double seconds) {
    double gain = 1 + drift * slow.at(seconds) + flicker * fast.at(seconds);
    double awake = Math.max(0, Math.min(1, (seconds - darkSeconds) / wakeSeconds));
    return (float) (gain * (0.04 + 0.96 * awake * awake));
  }

  /** Returns where in the noise a row of a frame begins. */
  int noiseOrigin(long frame, int row) {
    return (int) Dice.mixed(seed * 31 + frame * 8191 + row);
  }

  /** Returns the noise at a place, in grey levels. */
  int noise(int place) {
    return noise[place & (NOISE - 1)];
  }
}
