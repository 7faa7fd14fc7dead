package io.afterimage.ingest.sim.render;

import io.afterimage.ingest.sim.figure.Capsule;
import io.afterimage.ingest.sim.geometry.Dice;
import io.afterimage.ingest.sim.scene.Backdrop;
import io.afterimage.ingest.sim.scene.Backdrops;
import io.afterimage.ingest.sim.scene.Room;
import java.util.List;
import java.util.function.DoubleFunction;

/**
 * Paints frames: the empty room, the bodies in it and their shadows, as the sensor takes them. A
 * frame depends on its time alone. Not safe for use by several threads.
 */
public final class FramePainter {
  private static final int MOST_EXPOSURES = 5;
  private final Backdrops backdrops;
  private Backdrop backdrop;
  private final FigurePainter figures;
  private final ShadowPainter shadows;
  private final Sensor sensor;
  private final Layer exposure;
  private final Layer figure;
  private final double shutterSeconds;
  private final double blurPixels;
  private final float offset;

  /** Sets up the painter of a room. */
  public FramePainter(Room room, long seed) {
    this.backdrops = new Backdrops(room, seed);
    this.backdrop = backdrops.after(0);
    Dice dice = Dice.of(seed, "painter");
    this.figures = new FigurePainter(room.lens(), room.light(), backdrop, dice);
    this.shadows = new ShadowPainter(room);
    this.sensor = new Sensor(seed);
    this.exposure = new Layer(backdrop.width(), backdrop.height());
    this.figure = new Layer(backdrop.width(), backdrop.height());
    this.shutterSeconds = dice.between(0.01, 0.035);
    this.offset = 0.5f - (float) room.light().black();
    this.blurPixels = 4.0 * backdrop.width() / 320;
  }

  /**
   * Paints a frame.
   *
   * @param frame the frame's number, which decides its noise
   * @param seconds the frame's time in the stream
   * @param uses how often the mattresses have been used until then
   * @param bodies gives the pieces of all bodies at an offset in seconds from that time
   * @param target receives blue, green, red of each pixel, row by row
   */
  public void paint(
      long frame, double seconds, int uses, DoubleFunction<List<Capsule>> bodies, byte[] target) {
    backdrop = backdrops.after(uses);
    List<Capsule> pieces = bodies.apply(0);
    boolean anybody = !pieces.isEmpty();
    if (anybody) {
      expose(pieces, bodies);
      shadows.paint(pieces);
    }
    float gain = sensor.gain(seconds);
    for (int row = 0; row < backdrop.height(); row++) {
      int noise = sensor.noiseOrigin(frame, row);
      if (anybody) {
        developShaded(row, gain, noise, target);
      } else {
        develop(row, gain, noise, target);
      }
    }
  }

  private void expose(List<Capsule> pieces, DoubleFunction<List<Capsule>> bodies) {
    figure.clear();
    List<Stroke> opened = figures.project(pieces);
    List<Stroke> closed = figures.project(bodies.apply(shutterSeconds));
    int exposures = exposures(opened, closed);
    for (int i = 0; i < exposures; i++) {
      exposure.clear();
      List<Stroke> strokes =
          i == 0
              ? opened
              : i == exposures - 1
                  ? closed
                  : figures.project(bodies.apply(shutterSeconds * i / (exposures - 1)));
      figures.paint(strokes, exposure);
      figure.add(exposure, 1f / exposures);
    }
  }

  private int exposures(List<Stroke> opened, List<Stroke> closed) {
    double furthest = 0;
    for (int i = 0; i < Math.min(opened.size(), closed.size()); i++) {
      furthest = Math.max(furthest, opened.get(i).distance(closed.get(i)));
    }
    return Math.max(1, Math.min(MOST_EXPOSURES, (int) Math.ceil(furthest / blurPixels)));
  }

  private void develop(int row, float gain, int noise, byte[] target) {
    int pixels = backdrop.width();
    float[] bgr = backdrop.bgr();
    int i = 3 * row * pixels;
    for (int column = 0; column < pixels; column++, i += 3) {
      float add = sensor.noise(noise + column) + offset;
      target[i] = level(bgr[i] * gain + add);
      target[i + 1] = level(bgr[i + 1] * gain + add);
      target[i + 2] = level(bgr[i + 2] * gain + add);
    }
  }

  private void developShaded(int row, float gain, int noise, byte[] target) {
    int pixels = backdrop.width();
    float[] bgr = backdrop.bgr();
    float step = 1f / shadows.cell;
    float y = row * step;
    int line = (int) y;
    int upper = line * shadows.columns;
    int lower = upper + shadows.columns;
    float fy = y - line;
    float[] light = shadows.light;
    boolean figureRow = row >= figure.top && row < figure.bottom;
    for (int column = 0; column < pixels; column++) {
      float x = column * step;
      int cell = (int) x;
      float fx = x - cell;
      float above = light[upper + cell] + (light[upper + cell + 1] - light[upper + cell]) * fx;
      float below = light[lower + cell] + (light[lower + cell + 1] - light[lower + cell]) * fx;
      float lit = (above + (below - above) * fy) * gain;
      float add = sensor.noise(noise + column) + offset;
      int pixel = row * pixels + column;
      int i = 3 * pixel;
      if (figureRow && column >= figure.left && column < figure.right) {
        lit *= 1 - figure.opacity[pixel];
        target[i] = level(bgr[i] * lit + figure.bgr[i] * gain + add);
        target[i + 1] = level(bgr[i + 1] * lit + figure.bgr[i + 1] * gain + add);
        target[i + 2] = level(bgr[i + 2] * lit + figure.bgr[i + 2] * gain + add);
      } else {
        target[i] = level(bgr[i] * lit + add);
        target[i + 1] = level(bgr[i + 1] * lit + add);
        target[i + 2] = level(bgr[i + 2] * lit + add);
      }
    }
  }

  private static byte level(float value) {
    return (byte) Math.max(0, Math.min(255, (int) value));
  }
}
