package io.afterimage.topology.rules;

import io.afterimage.contract.event.MediaPoint;

/**
 * How far a {@link Run} had come at one of its frames. Immutable.
 *
 * @param point the frame
 * @param sum of the label's scores from the run's first frame to this one
 * @param frames how many frames that is
 */
public record Mark(MediaPoint point, double sum, int frames) {
  /** The mean score up to this frame. */
  public double mean() {
    return sum / frames;
  }
}
