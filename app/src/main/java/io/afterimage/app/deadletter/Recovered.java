package io.afterimage.app.deadletter;

import io.afterimage.contract.letter.RecordBytes;
import org.jspecify.annotations.Nullable;

/**
 * What could be had of a letter's record.
 *
 * @param from where it was found
 * @param record the record, byte for byte; null if it cannot be had
 * @param sentence how that is, for a person
 */
record Recovered(From from, @Nullable RecordBytes record, String sentence) {
  /** Where a record was found. */
  enum From {
    /** It is still in its topic. */
    TOPIC,
    /** The letter holds all of it. */
    LETTER,
    /** Nowhere. */
    NOWHERE
  }
}
