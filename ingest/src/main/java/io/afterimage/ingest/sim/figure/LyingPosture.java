package io.afterimage.ingest.sim.figure;

import static io.afterimage.ingest.sim.figure.Channel.FACE;
import static io.afterimage.ingest.sim.figure.Channel.HEAD;
import static io.afterimage.ingest.sim.figure.Channel.HIPS;
import static io.afterimage.ingest.sim.figure.Channel.LEFT_ELBOW;
import static io.afterimage.ingest.sim.figure.Channel.LEFT_FOOT;
import static io.afterimage.ingest.sim.figure.Channel.LEFT_HAND;
import static io.afterimage.ingest.sim.figure.Channel.LEFT_KNEE;
import static io.afterimage.ingest.sim.figure.Channel.LEFT_TOES;
import static io.afterimage.ingest.sim.figure.Channel.PELVIS;
import static io.afterimage.ingest.sim.figure.Channel.RIGHT_ELBOW;
import static io.afterimage.ingest.sim.figure.Channel.RIGHT_FOOT;
import static io.afterimage.ingest.sim.figure.Channel.RIGHT_HAND;
import static io.afterimage.ingest.sim.figure.Channel.RIGHT_KNEE;
import static io.afterimage.ingest.sim.figure.Channel.RIGHT_TOES;
import static io.afterimage.ingest.sim.figure.Channel.SHOULDERS;
import static io.afterimage.ingest.sim.figure.Channel.SPINE;

import io.afterimage.ingest.sim.geometry.Dice;
import io.afterimage.ingest.sim.geometry.Vec3;

/**
 * How a body lies: its pelvis at the origin, its head towards -x.
 *
 * @param roll the turn about the body's length in radians: 0 on the back, &plusmn;&pi;/2 on a side,
 *     &plusmn;&pi; face down
 * @param leftBend how far the left knee is drawn up, from 0 (straight) to 1
 * @param rightBend how far the right knee is drawn up, from 0 (straight) to 1
 * @param leftArm the left arm: 0 along the body, 0.5 on the chest, 1 beside the head
 * @param rightArm the right arm, as the left one
 * @param spread how far the limbs are spread, from 0 to 1
 * @param curl how far the trunk is bent forward, from 0 to 1
 */
public record LyingPosture(
    double roll,
    double leftBend,
    double rightBend,
    double leftArm,
    double rightArm,
    double spread,
    double curl) {

  /** Draws a posture on the back. */
  public static LyingPosture onBack(Dice dice) {
    double left = dice.chance(0.6) ? dice.between(0, 0.15) : dice.between(0.3, 0.9);
    double right = dice.chance(0.6) ? dice.between(0, 0.15) : dice.between(0.3, 0.9);
    return new LyingPosture(
        dice.between(-0.15, 0.15), left, right, arm(dice), arm(dice), dice.between(0.1, 1), 0);
  }

  /** Draws a posture on one side; {@code side} is -1 or 1. */
  public static LyingPosture onSide(Dice dice, int side) {
    return new LyingPosture(
        side * dice.between(1.2, 1.8),
        dice.between(0.15, 0.9),
        dice.between(0.15, 0.9),
        dice.between(0.4, 0.9),
        dice.between(0.4, 0.9),
        dice.between(0, 0.4),
        dice.between(0.05, 0.6));
  }

  /**
   * Draws a posture face down; {@code side} (-1 or 1) is the side over which the body got there.
   */
  public static LyingPosture faceDown(Dice dice, int side) {
    double bend = dice.chance(0.6) ? dice.between(0, 0.15) : dice.between(0.2, 0.6);
    return new LyingPosture(
        side * dice.between(2.8, 3.14),
        dice.between(0, 0.15),
        bend,
        dice.chance(0.5) ? 1 : 0.1,
        dice.chance(0.5) ? 1 : 0.1,
        dice.between(0.1, 0.9),
        0);
  }

  private static double arm(Dice dice) {
    return switch (dice.below(3)) {
      case 0 -> dice.between(0, 0.15);
      case 1 -> dice.between(0.4, 0.6);
      default -> dice.between(0.8, 1);
    };
  }

  /** Returns the posture as a pose that lies on the ground at height 0. */
  public Pose pose() {
    double cos = Math.cos(roll);
    double sin = Math.sin(roll);
    Vec3 front = new Vec3(0, sin, cos);
    Vec3 across = new Vec3(0, cos, -sin);
    double sideways = Math.abs(sin);
    Vec3 pelvis = new Vec3(0, 0, 0.11 + 0.04 * sideways);
    Vec3 spine = new Vec3(-1, 0, 0.02).plus(front.times(0.7 * curl)).unit();
    Vec3 neck = pelvis.plus(spine.times(0.5));
    boolean prone = cos < -0.5;
    Vec3 face = prone ? front.times(0.5).plus(across.times(Math.signum(sin) * 0.9)) : front;
    Pose pose =
        Pose.blank()
            .with(PELVIS, pelvis)
            .with(SPINE, spine)
            .with(SHOULDERS, across)
            .with(HIPS, across)
            .with(HEAD, spine.plus(front.times(0.15 + 0.3 * curl)))
            .with(FACE, face);
    pose = limbs(pose, -1, neck, front, across, leftBend, leftArm, prone);
    return grounded(limbs(pose, 1, neck, front, across, rightBend, rightArm, prone));
  }

  private Pose limbs(
      Pose pose,
      int side,
      Vec3 neck,
      Vec3 front,
      Vec3 across,
      double bend,
      double arm,
      boolean prone) {
    Vec3 out = across.times(side);
    Vec3 foot =
        new Vec3(0.83 - 0.42 * bend, 0, 0.08)
            .plus(out.times(0.1 + 0.14 * spread))
            .plus(front.times(Math.abs(roll) > 0.8 && !prone ? 0.25 * bend : 0));
    Vec3 knee = front.plus(out.times(prone ? 0.9 : 0.25)).plus(new Vec3(0, 0, prone ? 0 : 0.3));
    Vec3 toes = prone ? new Vec3(1, 0, -0.4) : new Vec3(0.35, 0, 0).plus(front).plus(out.times(.5));
    Vec3 hand = neck.plus(armReach(side, arm, front, across));
    Vec3 elbow = out.plus(front.times(arm > 0.3 && arm < 0.7 ? -0.2 : 0.1));
    boolean left = side < 0;
    return pose.with(left ? LEFT_FOOT : RIGHT_FOOT, foot)
        .with(left ? LEFT_KNEE : RIGHT_KNEE, knee)
        .with(left ? LEFT_TOES : RIGHT_TOES, toes)
        .with(left ? LEFT_HAND : RIGHT_HAND, hand)
        .with(left ? LEFT_ELBOW : RIGHT_ELBOW, elbow);
  }

  private Vec3 armReach(int side, double arm, Vec3 front, Vec3 across) {
    Vec3 out = across.times(side);
    Vec3 along = new Vec3(0.48, 0, 0).plus(out.times(0.26 + 0.2 * spread));
    Vec3 chest = new Vec3(0.28, 0, 0).plus(out.times(0.02)).plus(front.times(0.2));
    Vec3 above = new Vec3(-0.3, 0, 0).plus(out.times(0.25 + 0.15 * spread));
    return arm < 0.5 ? along.toward(chest, arm * 2) : chest.toward(above, arm * 2 - 1);
  }

  private static Pose grounded(Pose pose) {
    Pose result = pose;
    for (Channel channel : new Channel[] {LEFT_HAND, RIGHT_HAND, LEFT_FOOT, RIGHT_FOOT}) {
      Vec3 place = result.get(channel);
      if (place.z() < 0.05) {
        result = result.with(channel, place.x(), place.y(), 0.05);
      }
    }
    return result;
  }
}
