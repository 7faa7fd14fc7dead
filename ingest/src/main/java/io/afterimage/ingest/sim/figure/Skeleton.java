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

import io.afterimage.ingest.sim.geometry.Vec3;

/** The joints of a posed body, in the room. Limbs keep their lengths. Immutable. */
public record Skeleton(
    Vec3 pelvis,
    Vec3 waist,
    Vec3 neck,
    Vec3 head,
    Vec3 face,
    Vec3 crown,
    Vec3 back,
    Limb leftArm,
    Limb rightArm,
    Limb leftLeg,
    Limb rightLeg) {
  private static final double TORSO = 0.5;
  private static final double UPPER_ARM = 0.28;
  private static final double FOREARM = 0.25;
  private static final double THIGH = 0.43;
  private static final double SHIN = 0.42;
  private static final double HAND = 0.11;
  private static final double FOOT = 0.17;

  /**
   * A limb from the trunk outward.
   *
   * @param root shoulder or hip
   * @param middle elbow or knee
   * @param end wrist or ankle
   * @param tip finger tips or toes
   */
  public record Limb(Vec3 root, Vec3 middle, Vec3 end, Vec3 tip) {}

  /** Works out the joints of a pose that is placed in the room. */
  public static Skeleton of(Pose pose, Build build) {
    double size = build.scale();
    Vec3 pelvis = pose.get(PELVIS);
    Vec3 spine = pose.get(SPINE).unit();
    Vec3 across = pose.get(SHOULDERS).without(spine).unit();
    Vec3 hips = pose.get(HIPS).unit();
    Vec3 neck = pelvis.plus(spine.times(TORSO * size));
    Vec3 crown = pose.get(HEAD).unit();
    Vec3 back = spine.cross(across).unit();
    Vec3 waist = pelvis.toward(neck, 0.45).plus(back.times(0.02 * size));
    double half = 0.165 * size * build.shoulders();
    Vec3 shoulderLine = neck.minus(spine.times(0.07 * size));
    Vec3 hip = hips.times(0.09 * size);
    return new Skeleton(
        pelvis,
        waist,
        neck,
        neck.plus(crown.times(0.18 * size)),
        pose.get(FACE).unit(),
        crown,
        back,
        arm(pose, LEFT_HAND, LEFT_ELBOW, shoulderLine.minus(across.times(half)), size),
        arm(pose, RIGHT_HAND, RIGHT_ELBOW, shoulderLine.plus(across.times(half)), size),
        leg(pose, LEFT_FOOT, LEFT_KNEE, LEFT_TOES, pelvis.minus(hip), size),
        leg(pose, RIGHT_FOOT, RIGHT_KNEE, RIGHT_TOES, pelvis.plus(hip), size));
  }

  private static Limb arm(Pose pose, Channel hand, Channel elbow, Vec3 shoulder, double size) {
    Vec3 middle =
        joint(shoulder, pose.get(hand), pose.get(elbow), UPPER_ARM * size, FOREARM * size);
    Vec3 end = reached(middle, pose.get(hand), FOREARM * size);
    return new Limb(shoulder, middle, end, end.plus(end.minus(middle).unit().times(HAND * size)));
  }

  private static Limb leg(
      Pose pose, Channel foot, Channel knee, Channel toes, Vec3 hip, double size) {
    Vec3 middle = joint(hip, pose.get(foot), pose.get(knee), THIGH * size, SHIN * size);
    Vec3 end = reached(middle, pose.get(foot), SHIN * size);
    return new Limb(hip, middle, end, end.plus(pose.get(toes).unit().times(FOOT * size)));
  }

  private static Vec3 reached(Vec3 middle, Vec3 target, double length) {
    return middle.plus(target.minus(middle).unit().times(length));
  }

  private static Vec3 joint(Vec3 root, Vec3 target, Vec3 pole, double upper, double lower) {
    Vec3 way = target.minus(root);
    double reach =
        Math.max(Math.abs(upper - lower) + 0.02, Math.min(way.length(), upper + lower - 0.002));
    Vec3 along = way.unit();
    double foot = (upper * upper - lower * lower + reach * reach) / (2 * reach);
    double rise = Math.sqrt(Math.max(0, upper * upper - foot * foot));
    return root.plus(along.times(foot)).plus(pole.without(along).unit().times(rise));
  }
}
