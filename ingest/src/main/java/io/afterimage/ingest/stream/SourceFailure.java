package io.afterimage.ingest.stream;

import static org.bytedeco.ffmpeg.global.avutil.AVERROR_HTTP_FORBIDDEN;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_HTTP_NOT_FOUND;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_HTTP_UNAUTHORIZED;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_INVALIDDATA;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_PROTOCOL_NOT_FOUND;

import io.afterimage.ingest.IngestException;
import io.afterimage.ingest.IngestException.Code;
import io.afterimage.ingest.SourceAddress;
import io.afterimage.ingest.picture.AvError;
import java.time.Duration;

/** What went wrong with a source, in one sentence without its credentials. */
final class SourceFailure {
  // The same numbers on Linux, macOS and Windows: see errno.h.
  private static final int ENOENT = -2;
  private static final int EACCES = -13;

  private SourceFailure() {}

  /** The failure to open or probe a source. */
  static IngestException opening(SourceAddress address, int error) {
    if (error == ENOENT || error == AVERROR_HTTP_NOT_FOUND) {
      return of(Code.NOT_FOUND, address, "is not there: check the address");
    }
    if (error == EACCES) {
      return of(Code.NOT_FOUND, address, "may not be read: check its permissions");
    }
    if (error == AVERROR_HTTP_UNAUTHORIZED || error == AVERROR_HTTP_FORBIDDEN) {
      return of(Code.REFUSED, address, "refuses access: check user and password");
    }
    if (error == AVERROR_PROTOCOL_NOT_FOUND) {
      return of(Code.BAD_ADDRESS, address, "uses a protocol that is not built in");
    }
    if (!address.isNetwork() || error == AVERROR_INVALIDDATA) {
      return of(
          Code.UNREADABLE,
          address,
          "cannot be read as video: it is damaged, cut off or of an unknown format (%s)"
              .formatted(AvError.text(error)));
    }
    return of(
        Code.UNREACHABLE,
        address,
        "cannot be reached: check host, port and network (%s)".formatted(AvError.text(error)));
  }

  /** A call that came to its deadline. */
  static IngestException late(SourceAddress address, Duration most, String doing) {
    return of(
        Code.TIMED_OUT,
        address,
        "did not answer within %d ms while %s: check that it sends video"
            .formatted(most.toMillis(), doing));
  }

  /** A failure that speaks of the source, without its credentials. */
  static IngestException of(Code code, SourceAddress address, String what) {
    return new IngestException(code, address + " " + what);
  }
}
