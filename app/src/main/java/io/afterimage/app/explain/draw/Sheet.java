package io.afterimage.app.explain.draw;

import io.afterimage.contract.caption.AttentionEvent;
import java.awt.image.BufferedImage;

/** One caption or action on one picture, for a person to read. Stateless. */
public final class Sheet {
  static final int MARGIN = 28;
  static final int MOST_WIDTH = 1760;

  private Sheet() {}

  /** The sheet of a scene: over time, in one picture, or without attention. */
  public static BufferedImage draw(Scene scene) {
    AttentionEvent attention = scene.attention();
    if (attention == null) {
      return PlainSheet.draw(scene);
    }
    AttentionEvent.Grid grid = attention.grid();
    return grid == null
        ? new TemporalSheet(scene, attention).draw()
        : new SpatialSheet(scene, attention, grid).draw();
  }
}
