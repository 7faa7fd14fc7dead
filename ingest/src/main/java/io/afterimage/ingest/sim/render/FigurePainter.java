package io.afterimage.ingest.sim.render;

import io.afterimage.ingest.sim.figure.Capsule;
import io.afterimage.ingest.sim.geometry.Dice;
import io.afterimage.ingest.sim.geometry.Lens;
import io.afterimage.ingest.sim.scene.Backdrop;
import io.afterimage.ingest.sim.scene.Light;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Paints the pieces of bodies into a layer, the nearest in front, things of the room in between.
 */
final class FigurePainter {
  private final Lens lens;
  private final Light light;
  private final Backdrop backdrop;
  private final Creases creases;
  private final float softness;

  FigurePainter(Lens lens, Light light, Backdrop backdrop, Dice dice) {
    this.lens = lens;
    this.light = light;
    this.backdrop = backdrop;
    this.creases = new Creases(dice);
    this.softness = Math.max(1f, lens.width() / 320f * 1.5f);
  }

  /** Returns the pieces as the camera sees them, in their order. */
  List<Stroke> project(List<Capsule> pieces) {
    List<Stroke> strokes = new ArrayList<>(pieces.size());
    for (Capsule piece : pieces) {
      if (Math.max(lens.depth(piece.from()), lens.depth(piece.to())) > Lens.NEAREST) {
        strokes.add(Stroke.of(piece, lens));
      }
    }
    return strokes;
  }

  /** Paints pieces. */
  void paint(List<Stroke> strokes, Layer layer) {
    List<Stroke> nearestFirst = new ArrayList<>(strokes);
    nearestFirst.sort(Comparator.comparingDouble(Stroke::nearness));
    for (Stroke stroke : nearestFirst) {
      if (stroke.inside(layer.width, layer.height, -2)) {
        Surface surface = new Surface(stroke, lens, light, creases);
        new Brush(stroke, surface, softness).paint(layer, backdrop);
      }
    }
  }
}
