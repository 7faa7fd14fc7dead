package io.afterimage.ingest.sim.play;

import io.afterimage.ingest.sim.figure.Pose;
import io.afterimage.ingest.sim.figure.Postures;
import io.afterimage.ingest.sim.geometry.Dice;
import io.afterimage.ingest.sim.geometry.Vec3;
import io.afterimage.ingest.sim.scene.Box;
import java.util.Optional;

/**
 * Somewhere to sit.
 *
 * @param place where the pelvis comes to rest
 * @param feet where one stands before and after
 * @param yaw where one faces
 * @param posture how one sits
 * @param kind what one sits on
 */
record Seat(Vec3 place, Vec3 feet, double yaw, Pose posture, Kind kind) {
  /** What one sits on. */
  enum Kind {
    STOOL,
    LOW,
    CROUCH
  }

  boolean low() {
    return kind != Kind.STOOL;
  }

  boolean crouch() {
    return kind == Kind.CROUCH;
  }

  static Seat choose(Stage stage, Dice dice) {
    int kind = dice.weighted(stage.stool().isPresent() ? 0.35 : 0, 0.5, 0.15);
    return switch (kind) {
      case 0 -> stool(stage.stool().orElseThrow(), dice);
      case 1 -> low(stage, dice);
      default -> crouch(stage, dice);
    };
  }

  private static Seat stool(Box stool, Dice dice) {
    double yaw = stool.angle() + dice.below(4) * Math.PI / 2 + dice.gauss() * 0.2;
    Vec3 place = stool.outside(0, 0, 0);
    Pose posture = Postures.seated(stool.top());
    return new Seat(place, place.plus(Scenes.heading(yaw, 0.4)), yaw, posture, Kind.STOOL);
  }

  static Seat low(Stage stage, Dice dice) {
    Optional<Box> mattress = stage.mattress(dice);
    if (mattress.isEmpty() || dice.chance(0.12)) {
      Vec3 place = stage.inSight(dice);
      double yaw = dice.between(-Math.PI, Math.PI);
      Vec3 feet = place.plus(Scenes.heading(yaw, 0.3));
      return new Seat(place, feet, yaw, lowPosture(dice), Kind.LOW);
    }
    Box box = mattress.get();
    boolean atEnd = dice.chance(0.4);
    int side = dice.sign();
    double inset = dice.between(0.1, 0.3);
    Vec3 place;
    double yaw = box.angle() + (side > 0 ? 0 : Math.PI) + dice.gauss() * 0.15;
    if (atEnd) {
      double across = dice.between(-0.5, 0.5) * box.halfWidth();
      place = box.outside(side * (box.halfLength() - inset), across, 0);
    } else {
      double along = dice.between(-0.7, 0.7) * box.halfLength();
      place = box.outside(along, side * (box.halfWidth() - inset), 0);
      yaw = box.angle() + side * Math.PI / 2 + dice.gauss() * 0.15;
    }
    Vec3 feet = place.plus(Scenes.heading(yaw, inset + 0.2));
    return new Seat(place, feet, yaw, lowPosture(dice), Kind.LOW);
  }

  private static Pose lowPosture(Dice dice) {
    return switch (dice.weighted(5, 2, 2)) {
      case 0 -> Postures.seated(0.02);
      case 1 -> Postures.crossLegged();
      default -> Postures.stretched();
    };
  }

  private static Seat crouch(Stage stage, Dice dice) {
    Vec3 place = stage.inSight(dice);
    double yaw = dice.between(-Math.PI, Math.PI);
    return new Seat(place, place, yaw, Postures.crouching(), Kind.CROUCH);
  }

  /** Returns another way to sit here. */
  Pose other(Dice dice) {
    Pose chosen = kind == Kind.STOOL ? posture : lowPosture(dice);
    return Fidget.varied(chosen, dice);
  }
}
