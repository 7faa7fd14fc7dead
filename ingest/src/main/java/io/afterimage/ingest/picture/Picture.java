package io.afterimage.ingest.picture;

import static org.bytedeco.ffmpeg.avutil.AVFrame.AV_FRAME_FLAG_CORRUPT;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;
import static org.bytedeco.ffmpeg.global.avutil.av_image_copy_plane;

import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * One uncompressed picture in native memory, reused for the next. Owns FFmpeg's frame. For one
 * thread.
 */
public final class Picture implements AutoCloseable {
  /** {@link #timestamp()} of a picture without one. */
  public static final long NO_TIMESTAMP = AV_NOPTS_VALUE;

  private final AVFrame frame = av_frame_alloc();

  static {
    AvError.silenceLog();
  }

  /** A picture without pixels, for a decoder or filter to fill. */
  public Picture() {}

  /** A picture whose pixels are written by {@link #writeRows}; full range. */
  public static Picture allocate(PixelFormat format, Size size) {
    Picture picture = new Picture();
    picture.frame.format(format.id());
    picture.frame.width(size.width());
    picture.frame.height(size.height());
    picture.frame.color_range(AVCOL_RANGE_JPEG);
    int result = av_frame_get_buffer(picture.frame, 0);
    if (result < 0) {
      picture.close();
      AvError.check(result, "allocating a picture");
    }
    return picture;
  }

  /** FFmpeg's frame; still this object's. */
  public AVFrame frame() {
    return frame;
  }

  /** Pixels as stored, before it is turned upright. */
  public Size storedSize() {
    return new Size(frame.width(), frame.height());
  }

  /** The size at which it is seen: turned upright, with square pixels. */
  public Size displaySize() {
    AVRational aspect = frame.sample_aspect_ratio();
    double wide = aspect.num() > 0 && aspect.den() > 0 ? (double) aspect.num() / aspect.den() : 1.0;
    int width = Math.max(1, (int) Math.round(frame.width() * wide));
    return Orientation.of(frame).swapsSides()
        ? new Size(frame.height(), width)
        : new Size(width, frame.height());
  }

  /** Whether parts of it are made up, since they did not decode. */
  public boolean isDamaged() {
    return frame.decode_error_flags() != 0 || (frame.flags() & AV_FRAME_FLAG_CORRUPT) != 0;
  }

  /** Presentation time in ticks of the stream, as best as the decoder knows it. */
  public long timestamp() {
    long pts = frame.pts();
    return pts != AV_NOPTS_VALUE ? pts : frame.best_effort_timestamp();
  }

  /**
   * Copies a part of a plane out.
   *
   * @param plane 0 for packed formats
   * @param x first byte of a row
   * @param y first row
   * @param bytes length of a row to copy
   * @param rows how many rows
   * @param target where to
   * @param offset of the first row in {@code target}
   * @param stride from row to row in {@code target}
   */
  public void readRows(
      int plane, int x, int y, int bytes, int rows, byte[] target, int offset, int stride) {
    int linesize = frame.linesize(plane);
    try (BytePointer data = frame.data(plane)) {
      for (int i = 0; i < rows; i++) {
        data.position((long) (y + i) * linesize + x).get(target, offset + i * stride, bytes);
      }
    }
  }

  /** Copies packed rows into a plane, from its first row on. */
  public void writeRows(int plane, byte[] source, int bytes) {
    int linesize = frame.linesize(plane);
    try (BytePointer data = frame.data(plane)) {
      for (int i = 0; i * bytes < source.length; i++) {
        data.position((long) i * linesize).put(source, i * bytes, bytes);
      }
    }
  }

  /** Copies a part of another picture's plane in; columns are bytes. */
  public void place(
      int plane, Picture from, int fromX, int fromY, int toX, int toY, int width, int height) {
    int fromLine = from.frame.linesize(plane);
    int toLine = frame.linesize(plane);
    try (BytePointer source = from.frame.data(plane);
        BytePointer target = frame.data(plane)) {
      av_image_copy_plane(
          target.position((long) toY * toLine + toX),
          toLine,
          source.position((long) fromY * fromLine + fromX),
          fromLine,
          width,
          height);
    }
  }

  /** Copies a plane's rows further down or up. */
  public void moveRows(int plane, int from, int to, int rows) {
    int linesize = frame.linesize(plane);
    try (BytePointer source = frame.data(plane);
        BytePointer target = frame.data(plane)) {
      Pointer.memmove(
          target.position((long) to * linesize),
          source.position((long) from * linesize),
          (long) rows * linesize);
    }
  }

  /** Makes a picture of three planes black: no light, neutral colour. */
  public void fillBlack(PixelFormat format) {
    for (int plane = 0; plane < 3; plane++) {
      boolean halved = plane > 0 && format == PixelFormat.JPEG_QUARTER;
      int rows = halved ? (frame.height() + 1) / 2 : frame.height();
      try (BytePointer data = frame.data(plane)) {
        Pointer.memset(data, plane == 0 ? 0 : 128, (long) rows * frame.linesize(plane));
      }
    }
  }

  /** Makes sure that nobody else reads the pixels that are written next. */
  public void makeWritable() {
    AvError.check(av_frame_make_writable(frame), "copying a picture");
  }

  /** Gives the pixels back; the picture can be filled again. */
  public void clear() {
    av_frame_unref(frame);
  }

  @Override
  public void close() {
    av_frame_free(frame);
  }
}
