package io.afterimage.ingest.sim.motion;

import io.afterimage.ingest.sim.figure.Channel;
import io.afterimage.ingest.sim.figure.Pose;
import io.afterimage.ingest.sim.figure.Postures;
import io.afterimage.ingest.sim.geometry.Dice;
import io.afterimage.ingest.sim.geometry.Vec3;

/**
 * How a person walks.
 *
 * @param speed the usual speed in metres per second
 * @param cycle the length of two steps in metres
 * @param swing how far the hands swing, in metres
 * @param lean how far the trunk leans forward
 * @param lift how high the feet are lifted, in metres
 * @param breadth how far the feet are apart, in metres
 */
public record Gait(
    double speed, double cycle, double swing, double lean, double lift, double breadth) {
  private static final double STANCE = 0.6;

  /** Draws a manner of walking. */
  public static Gait draw(Dice dice) {
    double speed = dice.between(0.55, 1.0);
    return new Gait(
        speed,
        0.55 + 0.6 * speed * dice.between(0.9, 1.1),
        dice.between(0.08, 0.3),
        dice.between(0.04, 0.16),
        dice.between(0.05, 0.13),
        dice.between(0.07, 0.13));
  }

  /**
   * Returns the pose of a walker at the origin who faces +x.
   *
   * @param metres how far the walker has come
   * @param vigour 1 at full speed, 0 at rest
   */
  public Pose pose(double metres, double vigour) {
    double phase = metres / cycle;
    double turn = 2 * Math.PI * phase;
    double hand = swing * vigour * Math.cos(turn);
    Vec3 left = foot(phase, vigour);
    Vec3 right = foot(phase + 0.5, vigour);
    Pose pose = Postures.standing();
    double nod = 0.012 * vigour * Math.cos(2 * turn);
    return pose.with(Channel.LEFT_FOOT, left.x(), -breadth, left.z())
        .with(Channel.RIGHT_FOOT, right.x(), breadth, right.z())
        .shifted(Channel.PELVIS, 0, 0.02 * vigour * Math.sin(turn), nod - 0.025 * vigour)
        .shifted(Channel.SPINE, lean * vigour, -0.02 * vigour * Math.sin(turn), 0)
        .shifted(Channel.SHOULDERS, 0.15 * vigour * Math.cos(turn), 0, 0)
        .shifted(Channel.HIPS, -0.12 * vigour * Math.cos(turn), 0, 0)
        .shifted(Channel.LEFT_HAND, -hand, 0, Math.abs(hand) * 0.3)
        .shifted(Channel.RIGHT_HAND, hand, 0, Math.abs(hand) * 0.3)
        .with(Channel.LEFT_TOES, 1, -0.2, -0.1 - 4 * Math.max(0, left.z() - 0.1))
        .with(Channel.RIGHT_TOES, 1, 0.2, -0.1 - 4 * Math.max(0, right.z() - 0.1));
  }

  private Vec3 foot(double phase, double vigour) {
    double u = phase - Math.floor(phase);
    double reach = cycle * STANCE / 2;
    if (u < STANCE) {
      double heel = 0.05 * Ease.rise(u, STANCE * 0.7, STANCE);
      return new Vec3(vigour * (reach - u * cycle), 0, 0.08 + vigour * heel);
    }
    double w = (u - STANCE) / (1 - STANCE);
    double height = lift * Math.sin(Math.PI * w) + 0.05 * (1 - w);
    return new Vec3(vigour * reach * (2 * Ease.SMOOTH.at(w) - 1), 0, 0.08 + vigour * height);
  }
}
