package io.afterimage.ingest.sim.geometry;

/** Smooth two-dimensional noise from -1 to 1, repeatable at any place. Immutable. */
public final class Grain {
  private static final int SIZE = 64;
  private static final int MASK = SIZE - 1;
  private final float[] cells = new float[SIZE * SIZE];

  /** Draws a pattern. */
  public Grain(Dice dice) {
    for (int i = 0; i < cells.length; i++) {
      cells[i] = (float) dice.between(-1, 1);
    }
  }

  /** Returns the noise at a place; its features are about 1 wide, and it repeats every 64. */
  public float at(double x, double y) {
    int column = (int) Math.floor(x);
    int row = (int) Math.floor(y);
    float fx = (float) (x - column);
    float fy = (float) (y - row);
    fx = fx * fx * (3 - 2 * fx);
    fy = fy * fy * (3 - 2 * fy);
    float top = cell(column, row) * (1 - fx) + cell(column + 1, row) * fx;
    float bottom = cell(column, row + 1) * (1 - fx) + cell(column + 1, row + 1) * fx;
    return top * (1 - fy) + bottom * fy;
  }

  private float cell(int column, int row) {
    return cells[(row & MASK) * SIZE + (column & MASK)];
  }
}
