package io.afterimage.ingest.sim.scene;

import io.afterimage.ingest.sim.geometry.Dice;
import io.afterimage.ingest.sim.geometry.Grain;
import io.afterimage.ingest.sim.geometry.Rgb;

/** The surfaces found in rooms. */
final class Textures {
  private Textures() {}

  static Texture plain(Rgb colour) {
    return (u, v) -> colour;
  }

  /** Boards in rows, each of its own tone, with seams and grain. */
  static Texture boards(Dice dice, Rgb colour) {
    Grain grain = new Grain(dice);
    Grain tones = new Grain(dice);
    double width = dice.between(0.06, 0.16);
    double length = dice.between(0.4, 1.2);
    double contrast = dice.between(0.05, 0.16);
    double angle = (dice.chance(0.75) ? 0 : Math.PI / 2) + dice.gauss() * 0.02;
    double seam = dice.between(0.02, 0.15);
    double cos = Math.cos(angle);
    double sin = Math.sin(angle);
    return (u, v) -> {
      double along = u * cos + v * sin;
      double across = v * cos - u * sin;
      int row = (int) Math.floor(across / width);
      double shifted = along / length + tones.at(row * 7.3, 3) * 9;
      int board = (int) Math.floor(shifted);
      double tone = tones.at(board * 5.1 + 0.5, row * 3.7 + 0.5) * contrast;
      tone += grain.at(along * 9, across * 90) * 0.05 + grain.at(along * 3, across * 25) * 0.05;
      double edge = Math.abs(across / width - row - 0.5) > 0.5 - 0.002 / width ? seam : 0;
      double end = shifted - board < 0.003 / length ? seam : 0;
      return colour.times(1 + tone - Math.max(edge, end));
    };
  }

  /** Square tiles with joints. */
  static Texture tiles(Dice dice, Rgb colour, double size) {
    Grain grain = new Grain(dice);
    double joint = dice.between(-0.15, 0.35);
    double contrast = dice.between(0.01, 0.07);
    return (u, v) -> {
      double column = Math.floor(u / size);
      double row = Math.floor(v / size);
      double fu = u / size - column;
      double fv = v / size - row;
      double border = 0.004 / size;
      boolean inJoint = fu < border || fu > 1 - border || fv < border || fv > 1 - border;
      double tone = grain.at(column * 3.7, row * 5.3) * contrast + grain.at(u * 8, v * 8) * 0.02;
      return colour.times(inJoint ? 1 - joint : 1 + tone);
    };
  }

  /** Carpet or concrete: no pattern but blotches and grain. */
  static Texture blotchy(Dice dice, Rgb colour, double contrast) {
    Grain grain = new Grain(dice);
    return (u, v) ->
        colour.times(
            1
                + contrast * (grain.at(u * 2, v * 2) + 0.6 * grain.at(u * 7, v * 7))
                + contrast * 0.5 * grain.at(u * 60, v * 60));
  }

  /** A sheet over a mattress: folds across it, creases, a stain or two. */
  static Texture sheet(Dice dice, Rgb colour, double halfLength) {
    Grain grain = new Grain(dice);
    int folds = dice.below(4);
    double depth = dice.between(0.02, 0.06);
    double creases = dice.between(0.02, 0.07);
    double slant = dice.between(-0.6, 0.6);
    return (u, v) -> {
      double tone = 0;
      for (int i = 1; i <= folds; i++) {
        double fold = -halfLength + 2 * halfLength * i / (folds + 1);
        double from = (u - fold) / 0.012;
        tone += depth * (from > 0 ? 1 : -1) * Math.exp(-Math.abs(from) * 0.6);
      }
      double bend = grain.at(u * 3.2 + v * slant, v * 3.4);
      double ridge = 1 - Math.abs(grain.at(u * 4 + bend, v * 3 + slant * u));
      tone += creases * (0.8 * bend + 0.6 * Math.pow(ridge, 6) - 0.2);
      return colour.times(1 + tone);
    };
  }

  /** A sheet after use: creases run from where somebody lay. */
  static Texture creased(Dice dice, Texture sheet) {
    Grain grain = new Grain(dice);
    double depth = dice.between(0.02, 0.06);
    double fromU = dice.between(-0.7, 0.7);
    double fromV = dice.between(-0.3, 0.3);
    double rays = dice.between(2, 5);
    return (u, v) -> {
      double away = Math.hypot(u - fromU, v - fromV);
      double bearing = Math.atan2(v - fromV, u - fromU);
      double ridge = grain.at(bearing * rays + 9, away * 2 + 5);
      double soft = grain.at(u * 5, v * 5);
      double tone = (ridge * Math.exp(-away * 2.5) * Math.min(1, away * 6) + 0.5 * soft) * depth;
      return sheet.at(u, v).times(1 + tone);
    };
  }

  /** Stripes along the first direction. */
  static Texture stripes(Rgb one, Rgb other, double width) {
    return (u, v) -> Math.floorMod((int) Math.floor(v / width), 2) == 0 ? one : other;
  }

  /** A dark pattern of rings on a light ground, as on a printed mat. */
  static Texture rings(Rgb one, Rgb other, double width) {
    return (u, v) ->
        Math.floorMod((int) Math.floor(Math.hypot(u, v) / width), 2) == 0 ? one : other;
  }
}
