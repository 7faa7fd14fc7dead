package io.afterimage.app.explain.draw;

import java.awt.Color;

/** The colours of sheets, and of heat. Stateless. */
public final class Palette {
  static final Color GROUND = new Color(0x15171c);
  static final Color RAISED = new Color(0x22262e);
  static final Color TEXT = new Color(0xf4f4f2);
  static final Color QUIET = new Color(0xaab2bd);
  static final Color MARK = new Color(0x5ad1ff);

  /** Eighths of matplotlib's "inferno": as heat grows, lightness grows as evenly as eyes see it. */
  private static final int[] INFERNO = {
    0x000004, 0x1f0c48, 0x57106e, 0x8a226a, 0xbc3754, 0xe35933, 0xf98e09, 0xf9cb35, 0xfcffa4
  };

  private static final double COLD_COVER = 0.3;
  private static final double HOT_COVER = 0.7;

  private Palette() {}

  /**
   * The colour of heat.
   *
   * @param heat 0 cold to 1 hot; what lies beyond is taken as the nearer
   * @return red, green, blue, eight bits each
   */
  public static int heat(double heat) {
    double at = clamp(heat) * (INFERNO.length - 1);
    int below = (int) Math.min(INFERNO.length - 2, Math.floor(at));
    return mix(INFERNO[below], INFERNO[below + 1], at - below);
  }

  /** A picture's colour with heat laid over it, which hides more of it the hotter it is. */
  public static int over(int picture, double heat) {
    double cover = COLD_COVER + (HOT_COVER - COLD_COVER) * clamp(heat);
    return mix(picture, heat(heat), cover);
  }

  /** What is readable on the colour of heat. */
  static Color onHeat(double heat) {
    return heat > 0.6 ? Color.BLACK : TEXT;
  }

  private static int mix(int from, int to, double share) {
    int mixed = 0;
    for (int shift = 0; shift <= 16; shift += 8) {
      double a = from >> shift & 0xff;
      double b = to >> shift & 0xff;
      mixed |= (int) Math.round(a + (b - a) * share) << shift;
    }
    return mixed;
  }

  private static double clamp(double heat) {
    return heat > 0 ? Math.min(1, heat) : 0;
  }
}
