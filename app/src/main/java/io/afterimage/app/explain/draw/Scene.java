package io.afterimage.app.explain.draw;

import io.afterimage.contract.caption.AttentionEvent;
import java.awt.image.BufferedImage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A caption or an action, and the pictures of what it was made from. Immutable; its pictures are
 * not drawn into.
 *
 * @param subject what was said
 * @param attention what was looked at, with at least one word; null if nothing tells
 * @param shots over time, a picture for each of the attention's frames, in their order; else one
 */
public record Scene(Subject subject, @Nullable AttentionEvent attention, List<Shot> shots) {
  /**
   * A frame's picture as the encoder saw it: turned upright, fitted as its pack fits pictures, and
   * so covered by an attention grid from edge to edge.
   *
   * @param ptsUs microseconds since the epoch's first frame
   * @param picture in colour, in the picture's own proportions
   */
  public record Shot(long ptsUs, BufferedImage picture) {}

  /** Copies the list. */
  public Scene {
    shots = List.copyOf(shots);
  }

  /** Whether the attention is over time. */
  public boolean isTemporal() {
    return attention != null && attention.frames() != null;
  }

  /** The only shot, or the first. */
  Shot shot() {
    return shots.get(0);
  }
}
