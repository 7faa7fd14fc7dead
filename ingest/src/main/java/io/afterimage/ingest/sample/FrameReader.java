package io.afterimage.ingest.sample;

import io.afterimage.contract.frame.FrameInput;
import io.afterimage.ingest.EncodingChoice;
import io.afterimage.ingest.IngestException;
import io.afterimage.ingest.SourceAddress;
import io.afterimage.ingest.SourceInfo;
import io.afterimage.ingest.picture.Picture;
import io.afterimage.ingest.source.Arrival;
import io.afterimage.ingest.source.PictureSource;
import io.afterimage.ingest.source.SourceOpener;
import io.afterimage.ingest.stream.CallDeadline;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a source as a pack wants it: sampled by presentation time, scaled, stacked. Pixels and
 * times are those that ingest publishes, without Kafka. For one thread, which also closes it.
 */
public final class FrameReader implements AutoCloseable {
  private static final long WARN_FROM = 24;
  private static final double SLOWER = 1.02;

  private final PictureSource source;
  private final SourceAddress address;
  private final SampleGrid grid;
  private final PlaneStack stack;
  private final EpochTimes times;
  private final CallDeadline deadline;

  private FrameReader(
      PictureSource source, SourceAddress address, ReaderSettings settings, CallDeadline deadline) {
    this.source = source;
    this.address = address;
    this.deadline = deadline;
    this.grid = new SampleGrid(settings.rateFps());
    this.stack = PlaneStack.of(settings.input(), settings.encoding().of(settings.input()));
    this.times = new EpochTimes(source.info().frameRate());
  }

  /**
   * Opens a source.
   *
   * @param deadline now the reader's, which closes it; cancelling it from another thread ends every
   *     wait with an {@link IngestException} of {@link IngestException.Code#CLOSED}
   * @throws IngestException if it cannot be opened
   */
  public static FrameReader open(
      SourceAddress address, ReaderSettings settings, CallDeadline deadline) {
    try {
      PictureSource source =
          SourceOpener.open(
              address, settings.realtime(), settings.filtered(), settings.deadlines(), deadline);
      try {
        return new FrameReader(source, address, settings, deadline);
      } catch (RuntimeException e) {
        source.close();
        throw e;
      }
    } catch (RuntimeException e) {
      deadline.close();
      throw e;
    }
  }

  /**
   * Opens a source to be read as fast as it gives.
   *
   * @throws IngestException if it cannot be opened
   */
  public static FrameReader open(SourceAddress address, FrameInput input, double rateFps) {
    return open(address, ReaderSettings.of(input, rateFps, EncodingChoice.RAW), new CallDeadline());
  }

  /** What the source says of itself. */
  public SourceInfo info() {
    return source.info();
  }

  /**
   * Waits for the next sampled frame; null at the end.
   *
   * @throws IngestException if none can come any more
   */
  public @Nullable SampledFrame next() {
    for (Arrival arrival = source.next(); arrival != null; arrival = source.next()) {
      long pts = times.advance(arrival);
      if (times.startsEpoch()) {
        grid.restart();
        stack.restart();
      }
      if (grid.take(pts)) {
        if (arrival.timeUs() != Arrival.NO_TIME) {
          source.needFrom(arrival.timeUs() + grid.untilDueUs(pts));
        }
        return new SampledFrame(
            times.startsEpoch(),
            pts,
            ByteBuffer.wrap(stack.push(source.picture())),
            (int) Math.min(Integer.MAX_VALUE, periodUs()),
            arrival.receivedNanos(),
            arrival.captureTime(),
            arrival.label(),
            arrival.person());
      }
    }
    return null;
  }

  /** The picture that the last frame was made of; valid until the next call of {@link #next}. */
  public Picture picture() {
    return source.picture();
  }

  /** Pictures decoded so far, sampled or not. */
  public long decoded() {
    return times.pictures();
  }

  /** Timestamps that were missing or did not go on, and were repaired. */
  public long repaired() {
    return times.repairs();
  }

  /** Packets that do not decode and were skipped, and pictures that decode only in part. */
  public long damaged() {
    return source.damaged();
  }

  /** Once enough is seen, or at the end: a sentence if the source is slower than the rate. */
  public @Nullable String slowness(boolean atEnd) {
    if (times.intervalUs() <= grid.periodUs() * SLOWER
        || (times.pictures() < WARN_FROM && !atEnd)) {
      return null;
    }
    return "%s gives %.3g pictures a second, fewer than the %.3g that the pack wants: it runs at its own rate"
        .formatted(address, 1e6 / times.intervalUs(), 1e6 / grid.periodUs());
  }

  /** At the end: a sentence if less came than was announced, or some of it was damaged. */
  public @Nullable String shortfall() {
    String shortfall = source.shortfall();
    if (shortfall != null || damaged() == 0) {
      return shortfall;
    }
    return "%s holds %d damaged packets or pictures".formatted(address, damaged());
  }

  @Override
  public void close() {
    stack.close();
    source.close();
    deadline.close();
  }

  private long periodUs() {
    return Math.max(grid.periodUs(), times.intervalUs());
  }
}
