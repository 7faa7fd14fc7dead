package io.afterimage.ingest.picture;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_QUIET;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;
import static org.bytedeco.ffmpeg.global.avutil.av_strerror;

import io.afterimage.ingest.IngestException;
import io.afterimage.ingest.IngestException.Code;

/** FFmpeg's error numbers as sentences. */
public final class AvError {
  private AvError() {}

  /**
   * Keeps FFmpeg from printing to stderr, addresses with passwords included; what fails is told by
   * exceptions. To be called before anything else of FFmpeg.
   */
  public static void silenceLog() {
    av_log_set_level(AV_LOG_QUIET);
  }

  /** FFmpeg's own words for an error. */
  public static String text(int error) {
    byte[] buffer = new byte[256];
    av_strerror(error, buffer, buffer.length);
    int length = 0;
    while (length < buffer.length && buffer[length] != 0) {
      length++;
    }
    return new String(buffer, 0, length, UTF_8);
  }

  /**
   * Passes a result on.
   *
   * @throws IngestException {@link Code#INTERNAL} if the program itself asked for something that
   *     FFmpeg cannot do
   */
  public static int check(int result, String doing) {
    if (result < 0) {
      throw new IngestException(Code.INTERNAL, "%s failed: %s".formatted(doing, text(result)));
    }
    return result;
  }
}
