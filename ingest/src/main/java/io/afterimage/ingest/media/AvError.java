package io.afterimage.ingest.media;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_HTTP_FORBIDDEN;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_HTTP_NOT_FOUND;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_HTTP_UNAUTHORIZED;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_INVALIDDATA;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_PROTOCOL_NOT_FOUND;
import static org.bytedeco.ffmpeg.global.avutil.av_strerror;

import io.afterimage.ingest.IngestException;
import io.afterimage.ingest.IngestException.Code;
import io.afterimage.ingest.SourceAddress;
import java.time.Duration;

/** FFmpeg's error numbers as sentences. */
final class AvError {
  // The same numbers on Linux, macOS and Windows: see errno.h.
  private static final int ENOENT = -2;
  private static final int EACCES = -13;

  private AvError() {}

  /** FFmpeg's own words for an error. */
  static String text(int error) {
    byte[] buffer = new byte[256];
    av_strerror(error, buffer, buffer.length);
    int length = 0;
    while (length < buffer.length && buffer[length] != 0) {
      length++;
    }
    return new String(buffer, 0, length, UTF_8);
  }

  /** Throws if the program itself asked for something that FFmpeg cannot do. */
  static int check(int result, String doing) {
    if (result < 0) {
      throw new IngestException(Code.INTERNAL, "%s failed: %s".formatted(doing, text(result)));
    }
    return result;
  }

  /** The failure to open or probe a source. */
  static IngestException opening(SourceAddress address, int error) {
    if (error == ENOENT || error == AVERROR_HTTP_NOT_FOUND) {
      return failure(Code.NOT_FOUND, address, "is not there: check the address");
    }
    if (error == EACCES) {
      return failure(Code.NOT_FOUND, address, "may not be read: check its permissions");
    }
    if (error == AVERROR_HTTP_UNAUTHORIZED || error == AVERROR_HTTP_FORBIDDEN) {
      return failure(Code.REFUSED, address, "refuses access: check user and password");
    }
    if (error == AVERROR_PROTOCOL_NOT_FOUND) {
      return failure(Code.BAD_ADDRESS, address, "uses a protocol that is not built in");
    }
    if (!address.isNetwork() || error == AVERROR_INVALIDDATA) {
      return failure(
          Code.UNREADABLE,
          address,
          "cannot be read as video: it is damaged, cut off or of an unknown format (%s)"
              .formatted(text(error)));
    }
    return failure(
        Code.UNREACHABLE,
        address,
        "cannot be reached: check host, port and network (%s)".formatted(text(error)));
  }

  /** A call that came to its deadline. */
  static IngestException late(SourceAddress address, Duration most, String doing) {
    return failure(
        Code.TIMED_OUT,
        address,
        "did not answer within %d ms while %s: check that it sends video"
            .formatted(most.toMillis(), doing));
  }

  /** A failure that speaks of the source, without its credentials. */
  static IngestException failure(Code code, SourceAddress address, String what) {
    return new IngestException(code, address + " " + what);
  }
}
