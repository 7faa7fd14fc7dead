package io.afterimage.app.explain.draw;

import io.afterimage.contract.caption.AttentionEvent.Grid;
import java.awt.image.BufferedImage;
import java.util.List;

/** The weights of one picture's cells, laid over it. Immutable. */
final class HeatMap {
  private final Grid grid;
  private final List<Double> weights;
  private final HeatScale scale;

  /**
   * @param grid the cells, which cover the picture from edge to edge
   * @param weights of the cells, row by row from the top left
   */
  HeatMap(Grid grid, List<Double> weights) {
    this.grid = grid;
    this.weights = weights;
    this.scale = HeatScale.ofWord(weights);
  }

  /** A copy of the picture with the heat over it. */
  BufferedImage over(BufferedImage picture) {
    int width = picture.getWidth();
    int height = picture.getHeight();
    BufferedImage heated = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      double row = place(y, height, grid.rows());
      for (int x = 0; x < width; x++) {
        double weight = weight(row, place(x, width, grid.columns()));
        heated.setRGB(x, y, Palette.over(picture.getRGB(x, y), scale.heat(weight)));
      }
    }
    return heated;
  }

  /** Where a pixel's middle lies among the cells' middles. */
  private static double place(int pixel, int pixels, int cells) {
    double place = (pixel + 0.5) * cells / pixels - 0.5;
    return Math.max(0, Math.min(cells - 1, place));
  }

  private double weight(double row, double column) {
    int top = (int) row;
    int left = (int) column;
    int bottom = Math.min(top + 1, grid.rows() - 1);
    int right = Math.min(left + 1, grid.columns() - 1);
    double down = row - top;
    double along = column - left;
    double above = cell(top, left) * (1 - along) + cell(top, right) * along;
    double below = cell(bottom, left) * (1 - along) + cell(bottom, right) * along;
    return above * (1 - down) + below * down;
  }

  private double cell(int row, int column) {
    return weights.get(row * grid.columns() + column);
  }
}
