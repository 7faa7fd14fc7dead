package io.afterimage.ingest.media;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_BGR24;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_GRAY8;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB24;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ420P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ444P;

/** The layouts of pixels that pictures are brought to; all of full range, 0 to 255. */
public enum PixelFormat {
  /** One byte a pixel. */
  GRAY("gray", AV_PIX_FMT_GRAY8),
  /** Three bytes a pixel: red, green, blue. */
  RGB("rgb24", AV_PIX_FMT_RGB24),
  /** Three bytes a pixel: blue, green, red. */
  BGR("bgr24", AV_PIX_FMT_BGR24),
  /** Three planes, colour at a quarter: what JPEGs of even sizes hold. */
  JPEG_QUARTER("yuvj420p", AV_PIX_FMT_YUVJ420P),
  /** Three planes, colour at full size: what JPEGs of odd sizes hold. */
  JPEG_FULL("yuvj444p", AV_PIX_FMT_YUVJ444P);

  private final String ffmpegName;
  private final int id;

  PixelFormat(String ffmpegName, int id) {
    this.ffmpegName = ffmpegName;
    this.id = id;
  }

  String ffmpegName() {
    return ffmpegName;
  }

  int id() {
    return id;
  }
}
