package io.afterimage.ingest;

import io.afterimage.ingest.IngestException.Code;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a camera's pictures come from. {@link #toString()} hides credentials, {@link #url()} holds
 * them and is for the reader alone. Immutable.
 *
 * @param kind how it is read
 * @param url what the reader opens: a path for files and devices, else the whole address
 */
public record SourceAddress(Kind kind, String url) {
  private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+):.*");
  private static final Pattern USER_INFO = Pattern.compile("://[^/?#]*@");
  private static final Pattern QUERY_VALUE = Pattern.compile("([?&][^=&#]*=)[^&#]*");
  private static final Pattern DURATION = Pattern.compile(".*[?&]duration=[^&]+.*");
  private static final Map<String, Kind> KINDS =
      Map.ofEntries(
          Map.entry("rtsp", Kind.RTSP),
          Map.entry("rtsps", Kind.RTSP),
          Map.entry("rtmp", Kind.RTMP),
          Map.entry("rtmps", Kind.RTMP),
          Map.entry("http", Kind.HTTP),
          Map.entry("https", Kind.HTTP),
          Map.entry("srt", Kind.SRT),
          Map.entry("sim", Kind.SIMULATED));

  /** How a source is read. */
  public enum Kind {
    /** A file: complete beats fresh. */
    FILE,
    /** A camera's RTSP or RTSPS stream, over TCP. */
    RTSP,
    /** An RTMP or RTMPS stream. */
    RTMP,
    /** HTTP or HTTPS: motion JPEG, HLS, or a file on a server. */
    HTTP,
    /** An SRT stream. */
    SRT,
    /** A Video4Linux device. */
    DEVICE,
    /** A simulated camera. */
    SIMULATED
  }

  /**
   * Reads an address as a person types it: a path, {@code file:}, {@code rtsp(s)://}, {@code
   * rtmp(s)://}, {@code http(s)://}, {@code srt://}, {@code /dev/videoN}, {@code v4l2:/dev/videoN}
   * or {@code sim:}. Nothing is opened.
   *
   * @throws IngestException {@link Code#BAD_ADDRESS} if it is empty or of another scheme
   */
  public static SourceAddress parse(String text) {
    if (text.isBlank()) {
      throw new IngestException(Code.BAD_ADDRESS, "the source is empty: give a file or an address");
    }
    Matcher matcher = SCHEME.matcher(text);
    String scheme = matcher.matches() ? matcher.group(1).toLowerCase(Locale.ROOT) : "";
    Kind kind = KINDS.get(scheme);
    if (kind != null) {
      return new SourceAddress(kind, text);
    }
    if (scheme.equals("file")) {
      return path(text.substring("file:".length()).replaceFirst("^//(?=/)", ""));
    }
    if (scheme.equals("v4l2")) {
      return new SourceAddress(Kind.DEVICE, text.substring("v4l2:".length()));
    }
    if (!scheme.isEmpty() && !exists(text)) {
      throw new IngestException(
          Code.BAD_ADDRESS,
          ("scheme '%s' is not known: use a file's path, rtsp://, rtsps://, rtmp://, rtmps://,"
                  + " http://, https://, srt://, /dev/videoN or sim:")
              .formatted(scheme));
    }
    return path(text);
  }

  /**
   * Whether the source ends by itself and nothing of it may be lost, as far as an address tells.
   */
  public boolean isFinite() {
    return kind == Kind.FILE || (kind == Kind.SIMULATED && DURATION.matcher(url).matches());
  }

  /** Whether bytes come over a network. */
  public boolean isNetwork() {
    return kind != Kind.FILE && kind != Kind.DEVICE && kind != Kind.SIMULATED;
  }

  /** The address without user, password and the values of its query. */
  @Override
  public String toString() {
    if (!isNetwork()) {
      return url;
    }
    String bare = USER_INFO.matcher(url).replaceFirst("://***@");
    return QUERY_VALUE.matcher(bare).replaceAll("$1***");
  }

  private static SourceAddress path(String text) {
    return new SourceAddress(text.startsWith("/dev/video") ? Kind.DEVICE : Kind.FILE, text);
  }

  private static boolean exists(String text) {
    try {
      return Files.exists(Path.of(text));
    } catch (InvalidPathException e) {
      return false;
    }
  }
}
