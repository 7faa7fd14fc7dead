package io.afterimage.ingest.sim.scene;

import io.afterimage.ingest.sim.geometry.Dice;
import io.afterimage.ingest.sim.geometry.Lens;
import io.afterimage.ingest.sim.geometry.Rgb;
import io.afterimage.ingest.sim.geometry.Vec3;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Furnishes rooms: the same seed and picture size give the same room. */
public final class Furnisher {
  private static final List<Rgb> SHEETS =
      List.of(
          Rgb.of(190, 210, 246),
          Rgb.of(205, 210, 240),
          Rgb.of(225, 228, 232),
          Rgb.of(180, 178, 176),
          Rgb.of(96, 120, 168),
          Rgb.of(150, 88, 84),
          Rgb.of(92, 112, 96),
          Rgb.of(84, 84, 96));
  private static final List<Rgb> SEATS =
      List.of(
          Rgb.of(100, 88, 152),
          Rgb.of(176, 158, 150),
          Rgb.of(120, 84, 58),
          Rgb.of(44, 44, 50),
          Rgb.of(220, 220, 222),
          Rgb.of(170, 60, 56),
          Rgb.of(70, 110, 160));
  private static final double SEAT_THICKNESS = 0.04;
  private final Dice dice;
  private final Lens lens;
  private final double halfX;
  private final double halfY;

  private Furnisher(Dice dice, Lens lens) {
    this.dice = dice;
    this.lens = lens;
    Vec3 corner = lens.onPlane(lens.width(), lens.height(), 0);
    Vec3 opposite = lens.onPlane(0, 0, 0);
    this.halfX = Math.abs(corner.x() - opposite.x()) / 2;
    this.halfY = Math.abs(corner.y() - opposite.y()) / 2;
  }

  /** Furnishes the room of a seed for pictures of a size. */
  public static Room furnish(long seed, int width, int height) {
    Dice dice = Dice.of(seed, "room");
    double hang = dice.between(2.2, 2.7);
    double view = dice.between(1.22, 1.65);
    Lens lens =
        Lens.hang(
            new Vec3(0, 0, hang),
            dice.gauss() * 0.03,
            dice.gauss() * 0.03,
            dice.gauss() * 0.03,
            hang / (2 * view),
            width,
            height);
    return new Furnisher(dice, lens).room();
  }

  private Room room() {
    Texture floor = floor();
    Light light = Lighting.draw(dice);
    List<Box> mattresses = new ArrayList<>();
    List<Box> clutter = new ArrayList<>();
    int count = dice.weighted(0.07, 0.86, 0.07);
    for (int i = 0; i < count; i++) {
      addMattress(mattresses, clutter, i == 1);
    }
    Optional<Box> stool = dice.chance(0.87) ? stool(mattresses, clutter) : Optional.empty();
    addClutter(clutter);
    return new Room(lens, floor, light, mattresses, stool, clutter);
  }

  private Texture floor() {
    double level = dice.between(0.75, 1.15);
    return switch (dice.weighted(0.7, 0.1, 0.1, 0.1)) {
      case 0 -> {
        Rgb wood = Rgb.of(150, 118, 98).toward(Rgb.of(146, 128, 120), dice.unit());
        yield Textures.boards(dice, wood.times(level));
      }
      case 1 -> Textures.tiles(dice, Rgb.of(150, 146, 140).times(level), dice.between(0.25, 0.6));
      case 2 -> Textures.blotchy(dice, Rgb.of(120, 108, 100).times(level), 0.05);
      default -> Textures.blotchy(dice, Rgb.of(136, 138, 140).times(level), 0.03);
    };
  }

  private void addMattress(List<Box> mattresses, List<Box> clutter, boolean second) {
    boolean upright = dice.chance(0.45);
    double angle = (upright ? Math.PI / 2 : 0) + dice.gauss() * (dice.chance(0.85) ? 0.03 : 0.25);
    double length = dice.between(0.78, 0.96);
    double width = dice.between(0.36, 0.46);
    double x = dice.gauss() * 0.2 * halfX;
    double y = dice.gauss() * 0.15 * halfY;
    if (second) {
      x = dice.sign() * halfX * 0.8;
      y = dice.sign() * halfY * 0.7;
    }
    if (upright) {
      y -= dice.between(0, 0.35) * halfY;
    }
    double top = dice.between(0.04, 0.13);
    Rgb colour = SHEETS.get(dice.weighted(6, 4, 4, 1.2, 0.8, 0.5, 0.5, 0.5));
    Rgb side = colour.toward(Rgb.of(235, 240, 245), 0.4);
    Box mattress =
        new Box(
            x,
            y,
            length,
            width,
            angle,
            0,
            top,
            Textures.sheet(dice, colour, length),
            Textures.plain(side));
    mattresses.add(mattress);
    if (dice.chance(0.6)) {
      clutter.add(underlay(mattress, side));
    }
  }

  private Box underlay(Box mattress, Rgb colour) {
    Vec3 middle = mattress.outside(dice.gauss() * 0.02, dice.gauss() * 0.03, 0);
    return new Box(
        middle.x(),
        middle.y(),
        mattress.halfLength() + dice.gauss() * 0.02,
        mattress.halfWidth() + 0.01,
        mattress.angle() + dice.gauss() * 0.02,
        0,
        mattress.top() * 0.7,
        Textures.blotchy(dice, colour, 0.06),
        Textures.plain(colour.times(0.8)));
  }

  private Optional<Box> stool(List<Box> mattresses, List<Box> clutter) {
    double half = dice.between(0.13, 0.2);
    double top = dice.between(0.36, 0.48);
    double gap = dice.between(0.15, 0.4) + half;
    Vec3 place = new Vec3(dice.gauss() * 0.4 * halfX, dice.gauss() * 0.4 * halfY, 0);
    double angle = dice.gauss() * 0.1;
    if (!mattresses.isEmpty()) {
      Box mattress = mattresses.get(0);
      double along = dice.between(-0.7, 0.7) * mattress.halfLength();
      int side =
          Math.abs(mattress.middle().y()) > 0.05 && dice.chance(0.8)
              ? (int) -Math.signum(mattress.middle().y())
              : dice.sign();
      place = mattress.outside(along, side * (mattress.halfWidth() + gap), 0);
      angle += mattress.angle();
    }
    Rgb colour = SEATS.get(dice.weighted(4, 4, 2, 1.5, 1, 0.7, 0.7));
    Box seat = seat(place, half, angle, top, colour);
    double inset = dice.between(0.85, 1.08) * half;
    clutter.add(
        new Box(
            place.x(),
            place.y(),
            inset,
            inset,
            angle,
            0,
            top - SEAT_THICKNESS,
            Textures.plain(colour.times(0.6)),
            Textures.plain(colour.times(0.75))));
    return Optional.of(seat);
  }

  private Box seat(Vec3 place, double half, double angle, double top, Rgb colour) {
    Texture upper =
        dice.chance(0.4)
            ? Textures.stripes(colour, colour.times(0.8), dice.between(0.01, 0.03))
            : Textures.blotchy(dice, colour, 0.05);
    return new Box(
        place.x(),
        place.y(),
        half,
        half,
        angle,
        top - SEAT_THICKNESS,
        top,
        upper,
        Textures.plain(colour.times(0.85)));
  }

  private void addClutter(List<Box> clutter) {
    if (dice.chance(0.3)) {
      double side = dice.sign();
      clutter.add(
          new Box(
              dice.gauss() * 0.3,
              side * (halfY + dice.between(0.08, 0.2)),
              dice.between(0.6, 1.4),
              0.2,
              dice.gauss() * 0.03,
              0,
              dice.between(0.2, 0.7),
              Textures.tiles(dice, Rgb.of(190, 205, 205).times(dice.between(0.4, 1.1)), 0.3),
              Textures.plain(Rgb.of(110, 96, 84))));
    }
    int boxes = dice.weighted(0.45, 0.35, 0.2);
    for (int i = 0; i < boxes; i++) {
      boolean low = dice.chance(0.4);
      Rgb colour =
          dice.chance(0.4) ? Rgb.of(64, 70, 150) : dice.pick(SEATS).times(dice.between(0.5, 1.1));
      Texture upper =
          low && dice.chance(0.5)
              ? Textures.rings(colour, Rgb.of(225, 225, 225), 0.03)
              : Textures.blotchy(dice, colour, 0.06);
      clutter.add(
          new Box(
              dice.sign() * halfX * dice.between(0.94, 1.1),
              dice.sign() * halfY * dice.between(0.92, 1.1),
              dice.between(0.1, 0.28),
              dice.between(0.08, 0.2),
              dice.gauss() * 0.15,
              0,
              low ? 0.02 : dice.between(0.1, 0.4),
              upper,
              Textures.plain(colour.times(0.7))));
    }
  }
}
