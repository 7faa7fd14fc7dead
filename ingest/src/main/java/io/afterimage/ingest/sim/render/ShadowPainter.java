package io.afterimage.ingest.sim.render;

import io.afterimage.ingest.sim.figure.Capsule;
import io.afterimage.ingest.sim.geometry.Lens;
import io.afterimage.ingest.sim.geometry.Vec3;
import io.afterimage.ingest.sim.scene.Room;
import java.util.Arrays;
import java.util.List;

/**
 * Works out, on a coarse grid, how much light bodies take from the ground: the lamp's soft shadow
 * and the dimness under and beside them. Not safe for use by several threads.
 */
final class ShadowPainter {
  /** The size of a grid cell in pixels of a picture 320 wide. */
  private static final int CELL = 6;

  /** Nothing higher than this above the ground dims it by its mere presence, in metres. */
  private static final double DIMMING_HEIGHT = 0.7;

  private final Room room;
  private final Lens lens;
  final int cell;
  final int columns;
  final int rows;
  private final float[] lamp;
  private final float[] contact;

  private int left;
  private int top;
  private int right;
  private int bottom;

  /** The share of light that remains, from 0 to 1, row by row. */
  final float[] light;

  ShadowPainter(Room room) {
    this.room = room;
    this.lens = room.lens();
    this.cell = Math.max(1, CELL * lens.width() / 320);
    this.columns = lens.width() / cell + 2;
    this.rows = lens.height() / cell + 2;
    this.lamp = new float[columns * rows];
    this.contact = new float[columns * rows];
    this.light = new float[columns * rows];
  }

  /** Works out the shadows of these pieces. */
  void paint(List<Capsule> pieces) {
    left = columns;
    top = rows;
    right = 0;
    bottom = 0;
    Arrays.fill(lamp, 0);
    Arrays.fill(contact, 0);
    double keyShare = room.light().key() / (room.light().key() + room.light().ambient());
    for (Capsule piece : pieces) {
      Vec3 middle = piece.from().toward(piece.to(), 0.5);
      double ground = room.groundAt(middle.x(), middle.y());
      castFromLamp(piece, ground, keyShare);
      castDown(piece, ground);
    }
    for (int i = 0; i < light.length; i++) {
      light[i] = (1 - lamp[i]) * (1 - contact[i]);
    }
  }

  int leftPixel() {
    return (left - 1) * cell;
  }

  int topPixel() {
    return (top - 1) * cell;
  }

  int rightPixel() {
    return (right + 1) * cell;
  }

  int bottomPixel() {
    return (bottom + 1) * cell;
  }

  private void castFromLamp(Capsule piece, double ground, double strength) {
    Vec3 source = room.light().lamp();
    double fromHeight = Math.min(piece.from().z(), source.z() - 0.45);
    double toHeight = Math.min(piece.to().z(), source.z() - 0.45);
    double fromStretch = (source.z() - ground) / (source.z() - fromHeight);
    double toStretch = (source.z() - ground) / (source.z() - toHeight);
    double height = Math.max(0, (fromHeight + toHeight) / 2 - ground);
    double blur =
        0.03 + (room.light().lampRadius() + 0.08) * height / Math.max(0.5, source.z() - height);
    smear(
        lamp,
        shadowOf(source, piece.from(), fromStretch, ground),
        piece.fromRadius() * Math.min(2, fromStretch),
        shadowOf(source, piece.to(), toStretch, ground),
        piece.toRadius() * Math.min(2, toStretch),
        blur,
        strength * Math.min(1, 1.15 - 0.25 * height));
  }

  private static Vec3 shadowOf(Vec3 source, Vec3 place, double stretch, double ground) {
    return new Vec3(
        source.x() + (place.x() - source.x()) * stretch,
        source.y() + (place.y() - source.y()) * stretch,
        ground);
  }

  private void castDown(Capsule piece, double ground) {
    double height = Math.max(0, (piece.from().z() + piece.to().z()) / 2 - ground);
    if (height > DIMMING_HEIGHT) {
      return;
    }
    smear(
        contact,
        new Vec3(piece.from().x(), piece.from().y(), ground),
        piece.fromRadius() + 0.02,
        new Vec3(piece.to().x(), piece.to().y(), ground),
        piece.toRadius() + 0.02,
        0.08 + 0.3 * height,
        0.4 * (1 - height / DIMMING_HEIGHT));
  }

  private void smear(
      float[] grid, Vec3 from, double r0, Vec3 to, double r1, double blur, double strength) {
    double scale = lens.focal() / lens.depth(from) / cell;
    double x0 = lens.column(from) / cell;
    double y0 = lens.row(from) / cell;
    double x1 = lens.column(to) / cell;
    double y1 = lens.row(to) / cell;
    double reach = (Math.max(r0, r1) + blur) * scale;
    int fromColumn = (int) Math.max(0, Math.min(x0, x1) - reach);
    int toColumn = (int) Math.min(columns, Math.max(x0, x1) + reach + 1);
    int fromRow = (int) Math.max(0, Math.min(y0, y1) - reach);
    int toRow = (int) Math.min(rows, Math.max(y0, y1) + reach + 1);
    if (fromColumn >= toColumn || fromRow >= toRow) {
      return;
    }
    left = Math.min(left, fromColumn);
    right = Math.max(right, toColumn);
    top = Math.min(top, fromRow);
    bottom = Math.max(bottom, toRow);
    double dx = x1 - x0;
    double dy = y1 - y0;
    double square = Math.max(1e-9, dx * dx + dy * dy);
    for (int row = fromRow; row < toRow; row++) {
      for (int column = fromColumn; column < toColumn; column++) {
        double share = ((column - x0) * dx + (row - y0) * dy) / square;
        share = Math.max(0, Math.min(1, share));
        double awayX = column - x0 - share * dx;
        double awayY = row - y0 - share * dy;
        double away = awayX * awayX + awayY * awayY;
        if (away < reach * reach) {
          double beyond = Math.sqrt(away) / scale - (r0 + (r1 - r0) * share);
          double depth = Math.max(0, Math.min(1, 0.5 - beyond / (2 * blur)));
          int i = row * columns + column;
          grid[i] = Math.max(grid[i], (float) (strength * depth * depth * (3 - 2 * depth)));
        }
      }
    }
  }
}
