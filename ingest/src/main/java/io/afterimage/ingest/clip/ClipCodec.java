package io.afterimage.ingest.clip;

import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;

import io.afterimage.ingest.picture.Dictionary;
import io.afterimage.ingest.picture.PixelFormat;

/** The codecs that this build of FFmpeg can write, of those that cameras and files use. */
public enum ClipCodec {
  /** H.264, the widest read. */
  H264("libopenh264", PixelFormat.VIDEO_QUARTER, ""),
  /** VP9. */
  VP9("libvpx-vp9", PixelFormat.VIDEO_QUARTER, "deadline=realtime:cpu-used=8:lag-in-frames=0"),
  /** AV1. */
  AV1("libaom-av1", PixelFormat.VIDEO_QUARTER, "usage=realtime:cpu-used=8:lag-in-frames=0"),
  /** Motion JPEG: every picture by itself. */
  MJPEG("mjpeg", PixelFormat.JPEG_QUARTER, "");

  private final String encoder;
  private final PixelFormat pixels;
  private final String options;

  ClipCodec(String encoder, PixelFormat pixels, String options) {
    this.encoder = encoder;
    this.pixels = pixels;
    this.options = options;
  }

  /** Whether the loaded FFmpeg has its encoder. */
  public boolean isAvailable() {
    return avcodec_find_encoder_by_name(encoder) != null;
  }

  String encoder() {
    return encoder;
  }

  PixelFormat pixels() {
    return pixels;
  }

  Dictionary options() {
    Dictionary dictionary = new Dictionary();
    for (String option : options.split(":", -1)) {
      int equals = option.indexOf('=');
      if (equals > 0) {
        dictionary.set(option.substring(0, equals), option.substring(equals + 1));
      }
    }
    return dictionary;
  }
}
