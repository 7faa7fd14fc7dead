package io.afterimage.app.replay.diff;

import java.time.Instant;
import java.util.List;

/**
 * What was copied for a replay. Immutable.
 *
 * @param records records, whatever they are
 * @param bytes of their keys and values
 * @param used frames, or features, that the pack can read
 * @param unused frames of another input, or features of another encoder
 * @param markers idle and end markers
 * @param unreadable records that do not parse; the replay sets them aside as a live run does
 * @param first time of the first record
 * @param last time of the last record
 * @param epochs what of which epochs
 */
public record Copied(
    long records,
    long bytes,
    long used,
    long unused,
    long markers,
    long unreadable,
    Instant first,
    Instant last,
    List<Span> epochs) {
  /** Copies the list. */
  public Copied {
    epochs = List.copyOf(epochs);
  }

  /** How many cameras they are of. */
  public long cameras() {
    return epochs.stream().map(Span::camera).distinct().count();
  }
}
