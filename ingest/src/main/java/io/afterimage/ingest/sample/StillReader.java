package io.afterimage.ingest.sample;

import io.afterimage.contract.frame.Fit;
import io.afterimage.contract.frame.FrameInput;
import io.afterimage.contract.frame.Pixels;
import io.afterimage.contract.frame.Plane;
import io.afterimage.ingest.IngestException;
import io.afterimage.ingest.LoopFilter;
import io.afterimage.ingest.SourceAddress;
import io.afterimage.ingest.SourceInfo;
import io.afterimage.ingest.picture.Size;
import io.afterimage.ingest.source.Arrival;
import io.afterimage.ingest.source.PictureSource;
import io.afterimage.ingest.source.SourceOpener;
import io.afterimage.ingest.stream.CallDeadline;
import io.afterimage.ingest.stream.Deadlines;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a source picture by picture, for people: in colour, at any size. A picture's time is the
 * {@code pts_us} of the frame that {@link FrameReader} makes of it, and its pixels are turned and
 * fitted as a frame's. Native memory for each size that was asked for is kept until it is closed.
 * For one thread, which also closes it.
 */
public final class StillReader implements AutoCloseable {
  private final PictureSource source;
  private final CallDeadline deadline;
  private final EpochTimes times;
  private final Map<FrameInput, RawStack> stacks = new HashMap<>();
  private long ptsUs;

  private StillReader(PictureSource source, CallDeadline deadline) {
    this.source = source;
    this.deadline = deadline;
    this.times = new EpochTimes(source.info().frameRate());
  }

  /**
   * Opens a source to be read as fast as it gives.
   *
   * @throws IngestException if it cannot be opened
   */
  public static StillReader open(SourceAddress address) {
    CallDeadline deadline = new CallDeadline();
    try {
      return new StillReader(
          SourceOpener.open(address, false, LoopFilter.ALL, Deadlines.DEFAULT, deadline), deadline);
    } catch (RuntimeException e) {
      deadline.close();
      throw e;
    }
  }

  /** What the source says of itself. */
  public SourceInfo info() {
    return source.info();
  }

  /**
   * Goes on to the next picture; false at the end.
   *
   * @throws IngestException if none can come any more
   */
  public boolean next() {
    Arrival arrival = source.next();
    if (arrival == null) {
      return false;
    }
    ptsUs = times.advance(arrival);
    return true;
  }

  /** The picture's time in microseconds since the epoch's first picture. */
  public long ptsUs() {
    return ptsUs;
  }

  /** Whether the picture begins an epoch: the source's first, or the first of a new resolution. */
  public boolean startsEpoch() {
    return times.startsEpoch();
  }

  /** The size at which the picture is seen: turned upright, with square pixels. */
  public Size size() {
    return source.picture().displaySize();
  }

  /**
   * The picture's pixels.
   *
   * @param size what comes out, 1 to 4096 each way
   * @param fit how another aspect ratio is brought to that size
   * @return {@code uint8[height, width, 3]}: red, green, blue; the caller's
   */
  public byte[] pixels(Size size, Fit fit) {
    FrameInput input =
        new FrameInput(size.width(), size.height(), Pixels.RGB24, List.of(Plane.CURRENT), fit);
    return stacks.computeIfAbsent(input, RawStack::new).push(source.picture());
  }

  @Override
  public void close() {
    stacks.values().forEach(RawStack::close);
    source.close();
    deadline.close();
  }
}
