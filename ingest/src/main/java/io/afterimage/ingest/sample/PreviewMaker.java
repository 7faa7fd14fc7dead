package io.afterimage.ingest.sample;

import io.afterimage.ingest.picture.JpegEncoder;
import io.afterimage.ingest.picture.Picture;
import io.afterimage.ingest.picture.PictureFilter;
import io.afterimage.ingest.picture.PixelFormat;
import io.afterimage.ingest.picture.Size;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Pictures for people: JPEGs whose short side is {@value #SHORT_SIDE} pixels at most, at most two a
 * second of media time. Owns a filter and an encoder. For one thread.
 */
public final class PreviewMaker implements AutoCloseable {
  private static final int SHORT_SIDE = 240;
  private static final long PERIOD_US = 500_000;

  private final PictureFilter filter =
      new PictureFilter(PixelFormat.JPEG_QUARTER, PreviewMaker::fit);
  private @Nullable JpegEncoder encoder;
  private Size size = new Size(0, 0);
  private long dueUs;

  /** Whether half a second has passed since the last preview; a new epoch begins with one. */
  public boolean isDue(long ptsUs) {
    return ptsUs == 0 || ptsUs >= dueUs;
  }

  /** The picture's JPEG. */
  public Preview make(Picture picture, long ptsUs) {
    dueUs = ptsUs + PERIOD_US;
    Picture scaled = filter.apply(picture);
    JpegEncoder current = encoder;
    if (current == null || !scaled.storedSize().equals(size)) {
      close(current);
      size = scaled.storedSize();
      current = new JpegEncoder(PixelFormat.JPEG_QUARTER, size);
      encoder = current;
    }
    return new Preview(ByteBuffer.wrap(current.encode(scaled)), size.width(), size.height());
  }

  @Override
  public void close() {
    close(encoder);
    encoder = null;
    filter.close();
  }

  private static void close(@Nullable JpegEncoder encoder) {
    if (encoder != null) {
      encoder.close();
    }
  }

  /** Even sides, since colour is at half size. */
  private static Size fit(Size picture) {
    double factor =
        Math.min(1.0, (double) SHORT_SIDE / Math.min(picture.width(), picture.height()));
    return new Size(even(picture.width() * factor), even(picture.height() * factor));
  }

  private static int even(double side) {
    return Math.max(2, 2 * (int) Math.round(side / 2));
  }

  /**
   * A JPEG and its size.
   *
   * @param jpeg the file; backed by an array of just that size
   * @param width pixels
   * @param height pixels
   */
  public record Preview(ByteBuffer jpeg, int width, int height) {}
}
