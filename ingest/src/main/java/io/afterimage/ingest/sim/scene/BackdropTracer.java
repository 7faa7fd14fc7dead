package io.afterimage.ingest.sim.scene;

import io.afterimage.ingest.sim.geometry.Dice;
import io.afterimage.ingest.sim.geometry.Grain;
import io.afterimage.ingest.sim.geometry.Lens;
import io.afterimage.ingest.sim.geometry.Rgb;
import io.afterimage.ingest.sim.geometry.Vec3;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Draws an empty room by following a few rays through each pixel to its surfaces and the lamp. */
final class BackdropTracer {
  private static final int RAYS = 2;
  private static final int LAMP_RAYS = 6;
  private final Room room;
  private final Lens lens;
  private final List<Box> boxes = new ArrayList<>();
  private final Vec3[] lamps = new Vec3[LAMP_RAYS];
  private final Grain scratches;

  private BackdropTracer(Room room, Dice dice) {
    this.room = room;
    this.lens = room.lens();
    boxes.addAll(room.mattresses());
    room.stool().ifPresent(boxes::add);
    boxes.addAll(room.clutter());
    for (int i = 0; i < LAMP_RAYS; i++) {
      double angle = 2 * Math.PI * i / LAMP_RAYS;
      double away = room.light().lampRadius() * (i % 2 == 0 ? 0.5 : 1);
      lamps[i] =
          room.light().lamp().plus(new Vec3(Math.cos(angle) * away, Math.sin(angle) * away, 0));
    }
    this.scratches = new Grain(dice);
  }

  /** Draws a room. */
  static Backdrop trace(Room room, Dice dice) {
    int width = room.lens().width();
    int height = room.lens().height();
    Backdrop raw =
        new Backdrop(width, height, new float[3 * width * height], new float[width * height]);
    new BackdropTracer(room, dice).traceRows(raw, 0, 0, width, height);
    return raw;
  }

  /** Draws again what lies in the same room near its mattresses. */
  static Backdrop retrace(Backdrop raw, Room room, Dice dice) {
    Backdrop copy = new Backdrop(raw.width(), raw.height(), raw.bgr().clone(), raw.depth().clone());
    BackdropTracer tracer = new BackdropTracer(room, dice);
    for (Box mattress : room.mattresses()) {
      tracer.traceAround(copy, mattress);
    }
    return copy;
  }

  private void traceAround(Backdrop target, Box box) {
    double left = target.width();
    double top = target.height();
    double right = 0;
    double bottom = 0;
    for (int i = 0; i < 4; i++) {
      double along = (i % 2 == 0 ? 1 : -1) * (box.halfLength() + 0.1);
      double across = (i / 2 == 0 ? 1 : -1) * (box.halfWidth() + 0.1);
      Vec3 corner = box.outside(along, across, box.top());
      left = Math.min(left, lens.column(corner));
      right = Math.max(right, lens.column(corner));
      top = Math.min(top, lens.row(corner));
      bottom = Math.max(bottom, lens.row(corner));
    }
    traceRows(
        target,
        (int) Math.max(0, left),
        (int) Math.max(0, top),
        (int) Math.min(target.width(), right),
        (int) Math.min(target.height(), bottom));
  }

  private void traceRows(Backdrop target, int left, int top, int right, int bottom) {
    for (int row = top; row < bottom; row++) {
      for (int column = left; column < right; column++) {
        tracePixel(column, row, target.bgr(), target.depth());
      }
    }
  }

  private void tracePixel(int column, int row, float[] bgr, float[] depth) {
    int pixel = row * lens.width() + column;
    double blue = 0;
    double green = 0;
    double red = 0;
    double away = 0;
    for (int i = 0; i < RAYS * RAYS; i++) {
      int line = i / RAYS;
      double x = column + (i % RAYS + 0.5) / RAYS;
      double y = row + (line + 0.5) / RAYS;
      Vec3 ray = lens.ray(x, y);
      @Nullable Box hit = null;
      double reach = -lens.eye().z() / ray.z();
      for (Box box : boxes) {
        double met = box.meet(lens.eye(), ray);
        if (met < reach) {
          reach = met;
          hit = box;
        }
      }
      Rgb seen = shade(lens.eye().plus(ray.times(reach)), hit, x, y);
      blue += seen.blue();
      green += seen.green();
      red += seen.red();
      away += reach / (RAYS * RAYS);
    }
    depth[pixel] = (float) away;
    double share = 255.0 / (RAYS * RAYS);
    bgr[3 * pixel] = (float) (blue * share);
    bgr[3 * pixel + 1] = (float) (green * share);
    bgr[3 * pixel + 2] = (float) (red * share);
  }

  private Rgb shade(Vec3 place, @Nullable Box hit, double column, double row) {
    Light light = room.light();
    Vec3 normal = Vec3.UP;
    Rgb colour;
    double mirror = 0;
    if (hit == null) {
      colour = room.floor().at(place.x(), place.y());
      mirror = mirrored(place);
    } else {
      Vec3 own = hit.inside(place);
      if (own.z() > hit.top() - 1e-4) {
        colour = hit.upper().at(own.x(), own.y());
      } else {
        colour = hit.sides().at(own.x() + own.y(), own.z());
        boolean end = hit.halfLength() - Math.abs(own.x()) < 1e-4;
        normal =
            (end ? new Vec3(Math.signum(own.x()), 0, 0) : new Vec3(0, Math.signum(own.y()), 0))
                .turned(hit.angle());
      }
    }
    double reached = reached(place.plus(normal.times(0.002)));
    double bright = light.onto(place, normal, reached) * vignette(column, row);
    Rgb tint = light.tint();
    double add = mirror * (0.3 + 0.7 * reached);
    return new Rgb(
        (float) (colour.red() * tint.red() * bright + add),
        (float) (colour.green() * tint.green() * bright + add),
        (float) (colour.blue() * tint.blue() * bright + add * 1.05));
  }

  private double reached(Vec3 place) {
    double lit = 0;
    for (Vec3 lamp : lamps) {
      Vec3 way = lamp.minus(place);
      boolean free = true;
      for (Box box : boxes) {
        if (box.meet(place, way) < 1) {
          free = false;
          break;
        }
      }
      lit += free ? 1 : 0;
    }
    return lit / LAMP_RAYS;
  }

  private double mirrored(Vec3 place) {
    Light light = room.light();
    double x = place.x() - light.glare().x();
    double y = place.y() - light.glare().y();
    double ragged = scratches.at(place.x() * 12, place.y() * 25);
    double away = Math.hypot(x * 0.8, y * 1.2) * (1 + 0.35 * ragged);
    double square = away * away;
    return light.glareStrength()
        * (0.6 * Math.exp(-square * square / 0.0015) + 0.4 * Math.exp(-square / 0.25))
        * (1 + 0.25 * ragged);
  }

  private double vignette(double column, double row) {
    double x = column / lens.width() - 0.5;
    double y = (row - lens.height() / 2.0) / lens.width();
    return 1 - room.light().vignette() * 2.2 * (x * x + y * y);
  }
}
