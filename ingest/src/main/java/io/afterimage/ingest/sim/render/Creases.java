package io.afterimage.ingest.sim.render;

import io.afterimage.ingest.sim.geometry.Dice;
import io.afterimage.ingest.sim.geometry.Grain;

/** A table of smooth noise that is cheap to read: the creases of clothes. Immutable. */
final class Creases {
  private static final int SIZE = 256;
  private static final int MASK = SIZE - 1;
  private final float[] table = new float[SIZE * SIZE];

  Creases(Dice dice) {
    Grain coarse = new Grain(dice);
    Grain fine = new Grain(dice);
    for (int i = 0; i < table.length; i++) {
      double x = (i & MASK) / 8.0;
      double y = (i >> 8) / 8.0;
      table[i] = 0.7f * coarse.at(x, y) + 0.3f * fine.at(x * 2, y * 2);
    }
  }

  /** Returns the noise, from -1 to 1, at a place; features are about 8 wide. */
  float at(int x, int y) {
    return table[(y & MASK) * SIZE + (x & MASK)];
  }
}
