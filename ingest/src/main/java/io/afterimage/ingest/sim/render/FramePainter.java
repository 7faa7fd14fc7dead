package io.afterimage.ingest.sim.render;

import io.afterimage.ingest.sim.PersonBox;
import io.afterimage.ingest.sim.figure.Capsule;
import io.afterimage.ingest.sim.geometry.Dice;
import io.afterimage.ingest.sim.scene.Backdrop;
import io.afterimage.ingest.sim.scene.Backdrops;
import io.afterimage.ingest.sim.scene.Room;
import java.util.List;
import java.util.function.DoubleFunction;
import org.jspecify.annotations.Nullable;

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
  private final Layer exposure;
  private final Layer figure;
  private final double shutterSeconds;
  private final double blurPixels;
  private final Darkroom darkroom;

  /** Sets up the painter of a room. */
  public FramePainter(Room room, long seed) {
    this.backdrops = new Backdrops(room, seed);
    this.backdrop = backdrops.after(0);
    Dice dice = Dice.of(seed, "painter");
    this.figures = new FigurePainter(room.lens(), room.light(), backdrop, dice);
    this.shadows = new ShadowPainter(room);
    this.exposure = new Layer(backdrop.width(), backdrop.height());
    this.figure = new Layer(backdrop.width(), backdrop.height());
    this.shutterSeconds = dice.between(0.01, 0.035);
    this.darkroom = new Darkroom(new Sensor(seed), room.light().black(), figure, shadows);
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
    darkroom.develop(backdrop, frame, seconds, anybody, target);
  }

  /** Returns where these bodies are in the picture; null if they are not in it. */
  public @Nullable PersonBox extent(List<Capsule> pieces) {
    double left = 1;
    double top = 1;
    double right = 0;
    double bottom = 0;
    for (Stroke stroke : figures.project(pieces)) {
      if (stroke.inside(backdrop.width(), backdrop.height(), 0)) {
        PersonBox one = stroke.box(backdrop.width(), backdrop.height());
        left = Math.min(left, one.left());
        top = Math.min(top, one.top());
        right = Math.max(right, one.right());
        bottom = Math.max(bottom, one.bottom());
      }
    }
    return left < right && top < bottom ? new PersonBox(left, top, right, bottom) : null;
  }

  private void expose(List<Capsule> pieces, DoubleFunction<List<Capsule>> bodies) {
    figure.clear();
    List<Stroke> opened = figures.project(pieces);
    List<Stroke> closed = figures.project(bodies.apply(shutterSeconds));
    int exposures = exposures(opened, closed);
    if (exposures == 1) {
      figures.paint(opened, figure);
      return;
    }
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
}
