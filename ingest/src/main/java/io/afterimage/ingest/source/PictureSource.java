package io.afterimage.ingest.source;

import io.afterimage.ingest.SourceInfo;
import io.afterimage.ingest.picture.Picture;
import org.jspecify.annotations.Nullable;

/** An open camera or file. For one thread, which also closes it. */
public interface PictureSource extends AutoCloseable {
  /** What it says of itself. */
  SourceInfo info();

  /**
   * Waits for the next picture; null at the end.
   *
   * @throws io.afterimage.ingest.IngestException if none can come any more
   */
  @Nullable Arrival next();

  /**
   * Says that pictures before a time are of no use by themselves: they may come late, right before
   * the first that is. At first every picture is.
   *
   * @param timeUs the source's own time, as {@link Arrival#timeUs} tells it
   */
  default void needFrom(long timeUs) {}

  /** The pixels of the last arrival; belongs to the source, which fills it anew with the next. */
  Picture picture();

  /** Packets that do not decode and were skipped, and pictures that decode only in part. */
  long damaged();

  /** At the end: a sentence if less came than was announced. */
  @Nullable String shortfall();

  @Override
  void close();
}
