package io.afterimage.ingest.sim.figure;

import io.afterimage.ingest.sim.geometry.Dice;
import io.afterimage.ingest.sim.geometry.Rgb;
import java.util.List;

/**
 * What a person looks like.
 *
 * @param skin the skin
 * @param hair the hair
 * @param hairLength how far the hair falls down the back, in metres; 0 for short hair
 * @param shirt the shirt
 * @param sleeve the share of the arm that sleeves cover
 * @param trousers the trousers or shorts
 * @param leg the share of the leg that trousers cover
 * @param shoes the shoes, socks or bare feet
 * @param looseness how wide the clothes are, in metres
 */
public record Outfit(
    Rgb skin,
    Rgb hair,
    double hairLength,
    Rgb shirt,
    double sleeve,
    Rgb trousers,
    double leg,
    Rgb shoes,
    double looseness) {
  private static final List<Rgb> SKINS =
      List.of(
          Rgb.of(205, 165, 150),
          Rgb.of(190, 150, 135),
          Rgb.of(215, 180, 165),
          Rgb.of(160, 118, 98),
          Rgb.of(105, 75, 62));
  private static final List<Rgb> HAIRS =
      List.of(
          Rgb.of(22, 22, 28),
          Rgb.of(26, 24, 26),
          Rgb.of(30, 28, 34),
          Rgb.of(60, 44, 36),
          Rgb.of(120, 92, 62),
          Rgb.of(140, 138, 138));
  private static final List<Rgb> DARK =
      List.of(
          Rgb.of(16, 16, 24),
          Rgb.of(22, 24, 34),
          Rgb.of(24, 34, 66),
          Rgb.of(40, 40, 46),
          Rgb.of(30, 44, 40));
  private static final List<Rgb> LIGHT =
      List.of(
          Rgb.of(225, 230, 236),
          Rgb.of(214, 205, 210),
          Rgb.of(190, 198, 206),
          Rgb.of(206, 190, 186));
  private static final List<Rgb> COLOURED =
      List.of(
          Rgb.of(150, 50, 52),
          Rgb.of(60, 96, 150),
          Rgb.of(84, 124, 88),
          Rgb.of(176, 146, 70),
          Rgb.of(120, 120, 128),
          Rgb.of(110, 76, 120));

  /** Draws an outfit. */
  public static Outfit draw(Dice dice) {
    Rgb skin = SKINS.get(dice.weighted(4, 4, 3, 1.5, 1));
    boolean bareLegs = dice.chance(0.5);
    return new Outfit(
        skin,
        HAIRS.get(dice.weighted(5, 5, 4, 2, 0.7, 0.5)),
        dice.chance(0.3) ? dice.between(0.12, 0.34) : 0,
        cloth(dice, 0.5, 0.33),
        dice.chance(0.7) ? dice.between(0.22, 0.42) : dice.between(0.75, 0.95),
        cloth(dice, 0.6, 0.15),
        bareLegs ? dice.between(0.35, 0.55) : dice.between(0.85, 0.95),
        shoes(dice, skin),
        dice.between(0, 0.04));
  }

  private static Rgb cloth(Dice dice, double dark, double light) {
    double drawn = dice.unit();
    if (drawn < dark) {
      return dice.pick(DARK);
    }
    return drawn < dark + light ? dice.pick(LIGHT) : dice.pick(COLOURED);
  }

  private static Rgb shoes(Dice dice, Rgb skin) {
    return switch (dice.weighted(4, 4, 1.5)) {
      case 0 -> skin;
      case 1 -> dice.pick(DARK);
      default -> dice.pick(LIGHT);
    };
  }
}
