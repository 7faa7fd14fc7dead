package io.afterimage.ingest.sample;

import io.afterimage.contract.frame.FrameInput;
import io.afterimage.contract.frame.Pixels;
import io.afterimage.contract.frame.Plane;
import io.afterimage.ingest.picture.Picture;
import io.afterimage.ingest.picture.PictureFilter;
import io.afterimage.ingest.picture.PixelFormat;
import org.jspecify.annotations.Nullable;

/**
 * Raw planes: {@code uint8[planes, height, width, channels]}, copied from native memory once. The
 * plane of the picture before comes from the record before.
 */
final class RawStack implements PlaneStack {
  private final FrameInput input;
  private final PictureFilter filter;
  private byte @Nullable [] before;

  RawStack(FrameInput input) {
    this.input = input;
    this.filter =
        new PictureFilter(
            input.pixels() == Pixels.GRAY8 ? PixelFormat.GRAY : PixelFormat.RGB,
            size -> Placement.of(input, size).scaled());
  }

  @Override
  public byte[] push(Picture picture) {
    Placement at = Placement.of(input, picture.displaySize());
    int channels = input.pixels().channels();
    int stride = input.width() * channels;
    byte[] value = new byte[input.byteSize()];
    filter
        .apply(picture)
        .readRows(
            0,
            at.fromX() * channels,
            at.fromY(),
            at.width() * channels,
            at.height(),
            value,
            at.toY() * stride + at.toX() * channels,
            stride);
    if (input.planes().contains(Plane.PREVIOUS)) {
      byte[] previous = before == null ? value : before;
      System.arraycopy(previous, 0, value, input.pictureBytes(), input.pictureBytes());
      before = value;
    }
    return value;
  }

  @Override
  public void restart() {
    before = null;
  }

  @Override
  public void close() {
    filter.close();
  }
}
