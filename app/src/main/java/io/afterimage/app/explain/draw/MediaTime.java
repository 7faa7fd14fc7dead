package io.afterimage.app.explain.draw;

import java.util.Locale;

/** Times in a recording as people read them. Stateless. */
public final class MediaTime {
  private MediaTime() {}

  /** Minutes, seconds and hundredths: {@code 1:02.40}. */
  public static String clock(long ptsUs) {
    return format("%d:%05.2f", ptsUs);
  }

  /** The same for a file's name, which sorts up to 100 minutes: {@code 01m02.40s}. */
  public static String inName(long ptsUs) {
    return format("%02dm%05.2fs", ptsUs);
  }

  private static String format(String format, long ptsUs) {
    // Rounded first, or there would be a second of 60.00.
    long hundredths = Math.round(ptsUs / 1e4);
    return String.format(Locale.ROOT, format, hundredths / 6000, hundredths % 6000 / 100.0);
  }
}
