package io.afterimage.ingest.sim.geometry;

/** A colour before lighting, each part from 0 to 1. */
public record Rgb(float red, float green, float blue) {
  /** Returns the colour of three parts from 0 to 255. */
  public static Rgb of(int red, int green, int blue) {
    return new Rgb(red / 255f, green / 255f, blue / 255f);
  }

  /** Returns this colour, brighter or darker. */
  public Rgb times(double factor) {
    return new Rgb((float) (red * factor), (float) (green * factor), (float) (blue * factor));
  }

  /** Returns the colour at {@code share} (0 to 1) of the way to {@code other}. */
  public Rgb toward(Rgb other, double share) {
    float t = (float) share;
    return new Rgb(
        red + (other.red - red) * t,
        green + (other.green - green) * t,
        blue + (other.blue - blue) * t);
  }
}
