package io.afterimage.ingest.sample;

import io.afterimage.contract.frame.FrameInput;
import io.afterimage.contract.frame.Pixels;
import io.afterimage.ingest.picture.JpegEncoder;
import io.afterimage.ingest.picture.Picture;
import io.afterimage.ingest.picture.PictureFilter;
import io.afterimage.ingest.picture.PixelFormat;
import io.afterimage.ingest.picture.Size;

/**
 * One JPEG of the stacked planes. Colour goes from the picture's own to the JPEG's without a way
 * through RGB; grey pictures have colour planes that stay neutral.
 */
final class JpegStack implements PlaneStack {
  private final FrameInput input;
  private final PixelFormat format;
  private final PictureFilter filter;
  private final Picture stack;
  private final JpegEncoder encoder;
  private boolean first = true;

  JpegStack(FrameInput input) {
    this.input = input;
    Size size = new Size(input.width(), input.height() * input.planes().size());
    boolean even = input.width() % 2 == 0 && input.height() % 2 == 0;
    this.format = even ? PixelFormat.JPEG_QUARTER : PixelFormat.JPEG_FULL;
    this.filter =
        new PictureFilter(
            input.pixels() == Pixels.GRAY8 ? PixelFormat.GRAY : format,
            picture -> Placement.of(input, picture).scaled());
    this.encoder = new JpegEncoder(format, size);
    this.stack = Picture.allocate(format, size);
    this.stack.fillBlack(format);
  }

  @Override
  public byte[] push(Picture picture) {
    Placement at = Placement.of(input, picture.displaySize());
    Picture scaled = filter.apply(picture);
    stack.makeWritable();
    boolean shift = input.planes().size() > 1;
    int planes = input.pixels() == Pixels.GRAY8 ? 1 : 3;
    for (int plane = 0; plane < planes; plane++) {
      int halving = plane > 0 && format == PixelFormat.JPEG_QUARTER ? 1 : 0;
      int rows = input.height() >> halving;
      if (shift && !first) {
        stack.moveRows(plane, 0, rows, rows);
      }
      stack.place(
          plane,
          scaled,
          at.fromX() >> halving,
          at.fromY() >> halving,
          at.toX() >> halving,
          at.toY() >> halving,
          at.width() >> halving,
          at.height() >> halving);
      if (shift && first) {
        stack.moveRows(plane, 0, rows, rows);
      }
    }
    first = false;
    return encoder.encode(stack);
  }

  @Override
  public void restart() {
    first = true;
    stack.makeWritable();
    stack.fillBlack(format);
  }

  @Override
  public void close() {
    encoder.close();
    stack.close();
    filter.close();
  }
}
