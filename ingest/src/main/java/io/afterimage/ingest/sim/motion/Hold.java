package io.afterimage.ingest.sim.motion;

import io.afterimage.ingest.sim.figure.Channel;
import io.afterimage.ingest.sim.figure.Pose;
import io.afterimage.ingest.sim.geometry.Dice;
import io.afterimage.ingest.sim.geometry.Vec3;
import io.afterimage.ingest.sim.geometry.Wobble;

/** Keeping a pose as the living do: breathing, swaying, moving the head and sometimes a hand. */
public final class Hold implements Motion {
  private static final double SETTLE_SECONDS = 0.6;
  private final ActionLabel label;
  private final double start;
  private final double end;
  private final Pose pose;
  private final double restlessness;
  private final Wobble breath;
  private final Wobble[] sways = new Wobble[10];
  private final Vec3 leftGesture;
  private final Vec3 rightGesture;

  /**
   * Keeps a pose.
   *
   * @param label what the body is doing
   * @param start when it begins, in seconds
   * @param end when it ends, in seconds
   * @param pose the pose, placed in the room
   * @param restlessness how much it moves: 0 is asleep, 1 is fidgeting
   * @param dice draws the movements
   */
  public Hold(
      ActionLabel label, double start, double end, Pose pose, double restlessness, Dice dice) {
    this.label = label;
    this.start = start;
    this.end = end;
    this.pose = pose;
    this.restlessness = restlessness;
    this.breath = new Wobble(dice, 0.25);
    for (int i = 0; i < sways.length; i++) {
      sways[i] = new Wobble(dice, dice.between(0.12, 0.4));
    }
    this.leftGesture = gesture(dice);
    this.rightGesture = gesture(dice);
  }

  private static Vec3 gesture(Dice dice) {
    return new Vec3(dice.between(-0.2, 0.2), dice.between(-0.2, 0.2), dice.between(0, 0.25));
  }

  @Override
  public ActionLabel label() {
    return label;
  }

  @Override
  public double start() {
    return start;
  }

  @Override
  public double end() {
    return end;
  }

  @Override
  public Pose at(double seconds) {
    double ease =
        Ease.rise(seconds, start, start + SETTLE_SECONDS)
            * Ease.rise(end - seconds, 0, SETTLE_SECONDS);
    double breathing = 0.006 * ease * breath.at(seconds);
    double sway = 0.05 * ease * restlessness;
    return pose.shifted(
            Channel.SPINE,
            sway * sways[0].at(seconds) + breathing,
            sway * sways[1].at(seconds),
            breathing)
        .shifted(
            Channel.HEAD,
            2 * sway * sways[2].at(seconds),
            2 * sway * sways[3].at(seconds),
            sway * sways[2].at(seconds))
        .shifted(
            Channel.FACE,
            8 * sway * sways[4].at(seconds),
            8 * sway * sways[5].at(seconds),
            2 * sway * sways[6].at(seconds))
        .shifted(
            Channel.PELVIS,
            0.15 * sway * sways[7].at(seconds),
            0.15 * sway * sways[8].at(seconds),
            0)
        .with(Channel.LEFT_HAND, hand(Channel.LEFT_HAND, sways[8], leftGesture, ease, seconds))
        .with(Channel.RIGHT_HAND, hand(Channel.RIGHT_HAND, sways[9], rightGesture, ease, seconds));
  }

  private Vec3 hand(Channel hand, Wobble wobble, Vec3 gesture, double ease, double seconds) {
    double share = ease * restlessness * Ease.rise(wobble.at(seconds), 0.1, 0.9);
    return pose.get(hand).plus(gesture.times(share));
  }
}
