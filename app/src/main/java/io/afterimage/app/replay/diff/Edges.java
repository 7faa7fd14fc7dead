package io.afterimage.app.replay.diff;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Where a replay cannot say the same: after a beginning in the middle of an epoch, since the memory
 * is empty there, and before an end in the middle of one, since what came then is not seen.
 * Immutable.
 */
final class Edges {
  private final Coverage coverage;
  private final long widthUs;

  /**
   * @param coverage what is replayed
   * @param width how long an edge is
   */
  Edges(Coverage coverage, Duration width) {
    this.coverage = coverage;
    widthUs = TimeUnit.MILLISECONDS.toMicros(width.toMillis());
  }

  /**
   * Whether a stretch of an epoch touches an edge.
   *
   * @param startUs presentation time of its start
   * @param endUs that of its end; null: it goes on, and so touches an end that is an edge
   */
  boolean touches(String camera, long epoch, long startUs, @Nullable Long endUs) {
    Span span = coverage.span(camera, epoch);
    if (span == null) {
      return true;
    }
    boolean atStart = !span.begins() && startUs < innerStartUs(span);
    boolean atEnd = !span.ends() && (endUs == null || endUs > innerEndUs(span));
    return atStart || atEnd;
  }

  /** Whether the replay joins an epoch in its middle, with a memory that is empty. */
  boolean joins(String camera, long epoch) {
    Span span = coverage.span(camera, epoch);
    return span == null || !span.begins();
  }

  /** Where the edge at the stretch's beginning is over. */
  long innerStartUs(Span span) {
    return span.begins() ? span.first().ptsUs() : span.first().ptsUs() + widthUs;
  }

  /** Where the edge at the stretch's end begins. */
  long innerEndUs(Span span) {
    return span.ends() ? span.last().ptsUs() : span.last().ptsUs() - widthUs;
  }
}
