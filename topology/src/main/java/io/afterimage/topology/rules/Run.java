package io.afterimage.topology.rules;

import io.afterimage.contract.event.MediaPoint;

/**
 * A stretch of frames that speaks for a label: a candidate, or an open event. Belongs to one {@link
 * EventState}; not thread-safe.
 */
public final class Run {
  private final String label;
  private final Mark first;
  private Mark last;
  private double sum;
  private int frames;

  /** A run that begins at a frame. */
  Run(String label, MediaPoint point, double score) {
    this(label, new Mark(point, score, 1), new Mark(point, score, 1), score, 1);
  }

  /**
   * A run as it was written down.
   *
   * @param label the label's name
   * @param first its first frame
   * @param last its latest frame with a score of at least {@code leave}
   * @param sum of the scores of all its frames
   * @param frames the number of all its frames
   */
  public Run(String label, Mark first, Mark last, double sum, int frames) {
    this.label = label;
    this.first = first;
    this.last = last;
    this.sum = sum;
    this.frames = frames;
  }

  /** Adds a frame; {@code belongs} tells that its score is at least {@code leave}. */
  void add(MediaPoint point, double score, boolean belongs) {
    sum += score;
    frames++;
    if (belongs) {
      last = here(point);
    }
  }

  /** The mark of the frame that was added last. */
  Mark here(MediaPoint point) {
    return new Mark(point, sum, frames);
  }

  /** The label's name. */
  public String label() {
    return label;
  }

  /** Its first frame. */
  public Mark first() {
    return first;
  }

  /** Its latest frame with a score of at least {@code leave}. */
  public Mark last() {
    return last;
  }

  /** The sum of the scores of all its frames. */
  public double sum() {
    return sum;
  }

  /** The number of all its frames. */
  public int frames() {
    return frames;
  }
}
