package io.afterimage.inference.pack;

/**
 * What a pack that scores labels looks at in a frame. Immutable.
 *
 * @param tensor the tensor {@code float32[N, rows * columns]} that holds a weight for each cell of
 *     the picture, rows first, of sum 1; an output of any step
 * @param rows from top to bottom, at least 1
 * @param columns from left to right, at least 1
 */
public record AttentionSpec(String tensor, int rows, int columns) {
  /** How many cells there are. */
  public int cells() {
    return rows * columns;
  }
}
