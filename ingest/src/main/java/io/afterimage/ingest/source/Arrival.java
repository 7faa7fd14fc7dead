package io.afterimage.ingest.source;

import io.afterimage.ingest.picture.Size;
import io.afterimage.ingest.sim.PersonBox;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A picture as it comes from a source; its pixels are {@link PictureSource#picture()}.
 *
 * @param size pixels as stored
 * @param timeUs the source's own time in microseconds, or {@link #NO_TIME}
 * @param receivedNanos {@link System#nanoTime()} at which its last byte was received; of a file
 *     that is read in real time, at which it was due
 * @param captureTime wall clock of the same
 * @param label what it shows, where the source knows
 * @param person where anybody is, where the source knows and anybody is there
 */
public record Arrival(
    Size size,
    long timeUs,
    long receivedNanos,
    Instant captureTime,
    @Nullable String label,
    @Nullable PersonBox person) {
  /** A picture without a timestamp. */
  public static final long NO_TIME = Long.MIN_VALUE;
}
