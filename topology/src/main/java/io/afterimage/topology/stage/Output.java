package io.afterimage.topology.stage;

/**
 * One record on its way out: what to write, and where.
 *
 * @param sink where it goes
 * @param event an {@code ActionRecord}, a {@code PredictionRecord}, a {@code CaptionRequest}, a
 *     {@code DeadLetter}, or a {@code Moment}
 */
public record Output(Sink sink, Object event) {
  /** Where a record goes. */
  public enum Sink {
    /** Events for people downstream, and markers. */
    ACTIONS,
    /** Scores of each frame, and markers. */
    PREDICTIONS,
    /** Windows of frames that are to be put into words. */
    CAPTION_REQUESTS,
    /** References to records that could not be used. */
    DEAD_LETTERS,
    /** The windows of the same task; in no topic. */
    WINDOWS
  }

  /** Whether it goes there. */
  public boolean goesTo(Sink sink) {
    return this.sink == sink;
  }
}
