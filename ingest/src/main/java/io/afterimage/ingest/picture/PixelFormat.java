package io.afterimage.ingest.picture;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_BGR24;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_GRAY8;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB24;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ420P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ444P;

/** The layouts of pixels that pictures are brought to; of full range, 0 to 255, but for video. */
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
  JPEG_FULL("yuvj444p", AV_PIX_FMT_YUVJ444P),
  /** Three planes, colour at a quarter, 16 to 235: what most video holds. */
  VIDEO_QUARTER("yuv420p", AV_PIX_FMT_YUV420P);

  private final String ffmpegName;
  private final int id;

  PixelFormat(String ffmpegName, int id) {
    this.ffmpegName = ffmpegName;
    this.id = id;
  }

  String ffmpegName() {
    return ffmpegName;
  }

  /** FFmpeg's number of it. */
  public int id() {
    return id;
  }

  /** Whether black is 0 and white 255. */
  public boolean isFullRange() {
    return this != VIDEO_QUARTER;
  }
}
