package io.afterimage.topology.stage;

/**
 * One record on its way out: what to write as JSON, and where.
 *
 * @param sink where it goes
 * @param event an {@code ActionRecord}, a {@code PredictionRecord} or a {@code DeadLetter}
 */
public record Output(Sink sink, Object event) {
  /** Where a record goes. */
  public enum Sink {
    /** Events for people downstream, and markers. */
    ACTIONS,
    /** Scores of each frame, and markers. */
    PREDICTIONS,
    /** References to records that could not be used. */
    DEAD_LETTERS
  }

  /** Whether it goes there. */
  public boolean goesTo(Sink sink) {
    return this.sink == sink;
  }
}
