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

/** The postures of an upright or seated body 1.7 m tall that faces +x, the floor at height 0. */
public final class Postures {
  private static final double ANKLE = 0.08;

  private Postures() {}

  /** Standing at ease. */
  public static Pose standing() {
    return trunk(0, 0.90, 0.04)
        .with(HEAD, 0.2, 0, 1)
        .with(FACE, 1, 0, -0.25)
        .with(LEFT_HAND, 0.06, -0.25, 0.86)
        .with(RIGHT_HAND, 0.06, 0.25, 0.86)
        .with(LEFT_ELBOW, -1, -0.3, 0)
        .with(RIGHT_ELBOW, -1, 0.3, 0)
        .with(LEFT_FOOT, 0, -0.11, ANKLE)
        .with(RIGHT_FOOT, 0, 0.11, ANKLE);
  }

  /** Standing and bent forward over something low; {@code depth} from 0 (upright) to 1. */
  public static Pose bending(double depth) {
    return trunk(-0.2 * depth, 0.9 - 0.1 * depth, 0.04 + 2.2 * depth)
        .with(HEAD, 1, 0, 1 - 1.1 * depth)
        .with(FACE, 0.8, 0, -0.3 - depth)
        .with(LEFT_HAND, 0.45, -0.2, 0.86 - 0.55 * depth)
        .with(RIGHT_HAND, 0.45, 0.2, 0.86 - 0.55 * depth)
        .with(LEFT_ELBOW, -0.5, -1, 0.2)
        .with(RIGHT_ELBOW, -0.5, 1, 0.2)
        .with(LEFT_FOOT, 0.02, -0.12, ANKLE)
        .with(RIGHT_FOOT, -0.04, 0.12, ANKLE);
  }

  /** Sitting on something of this height, knees in front, hands on the thighs. */
  public static Pose seated(double height) {
    double reach = 0.42 + 0.25 * Math.max(0, 0.4 - height);
    double knee = Math.max(height, 0.42);
    return trunk(0, height + 0.09, 0.18 + 0.4 * Math.max(0, 0.4 - height))
        .with(HEAD, 0.45, 0, 1)
        .with(FACE, 1, 0, -0.6)
        .with(LEFT_HAND, 0.34, -0.15, knee + 0.12)
        .with(RIGHT_HAND, 0.34, 0.15, knee + 0.12)
        .with(LEFT_ELBOW, -0.8, -0.7, -0.4)
        .with(RIGHT_ELBOW, -0.8, 0.7, -0.4)
        .with(LEFT_FOOT, reach, -0.14, ANKLE)
        .with(RIGHT_FOOT, reach, 0.14, ANKLE)
        .with(LEFT_KNEE, 0.6, -0.25, 1)
        .with(RIGHT_KNEE, 0.6, 0.25, 1);
  }

  /** Sitting on the floor or a mattress with crossed legs. */
  public static Pose crossLegged() {
    return trunk(0, 0.1, 0.3)
        .with(HEAD, 0.7, 0, 1)
        .with(FACE, 1, 0, -0.8)
        .with(LEFT_HAND, 0.3, -0.14, 0.2)
        .with(RIGHT_HAND, 0.3, 0.14, 0.2)
        .with(LEFT_ELBOW, -0.4, -1, -0.2)
        .with(RIGHT_ELBOW, -0.4, 1, -0.2)
        .with(LEFT_FOOT, 0.36, 0.1, 0.07)
        .with(RIGHT_FOOT, 0.28, -0.1, 0.09)
        .with(LEFT_KNEE, 0.3, -1, 0.3)
        .with(RIGHT_KNEE, 0.3, 1, 0.3)
        .with(LEFT_TOES, 0.4, 1, 0)
        .with(RIGHT_TOES, 0.4, -1, 0);
  }

  /** Sitting low with the legs stretched out and the hands behind. */
  public static Pose stretched() {
    return trunk(0, 0.1, -0.35)
        .with(HEAD, 0, 0, 1)
        .with(FACE, 1, 0, -0.1)
        .with(LEFT_HAND, -0.38, -0.28, 0.06)
        .with(RIGHT_HAND, -0.38, 0.28, 0.06)
        .with(LEFT_ELBOW, -1, -0.6, 0.3)
        .with(RIGHT_ELBOW, -1, 0.6, 0.3)
        .with(LEFT_FOOT, 0.82, -0.15, 0.08)
        .with(RIGHT_FOOT, 0.74, 0.13, 0.08)
        .with(LEFT_KNEE, 0.2, -0.1, 1)
        .with(RIGHT_KNEE, 0.2, 0.1, 1)
        .with(LEFT_TOES, 0.3, -0.3, 1)
        .with(RIGHT_TOES, 0.3, 0.3, 1);
  }

  /** Squatting on the feet. */
  public static Pose crouching() {
    return trunk(-0.12, 0.27, 0.75)
        .with(HEAD, 0.9, 0, 1)
        .with(FACE, 1, 0, -0.8)
        .with(LEFT_HAND, 0.42, -0.16, 0.3)
        .with(RIGHT_HAND, 0.42, 0.16, 0.3)
        .with(LEFT_ELBOW, -0.3, -1, 0)
        .with(RIGHT_ELBOW, -0.3, 1, 0)
        .with(LEFT_FOOT, 0.02, -0.13, ANKLE)
        .with(RIGHT_FOOT, -0.02, 0.13, ANKLE)
        .with(LEFT_KNEE, 1, -0.5, 0.6)
        .with(RIGHT_KNEE, 1, 0.5, 0.6);
  }

  /** On hands and knees. */
  public static Pose onAllFours() {
    return trunk(-0.05, 0.46, 3)
        .with(HEAD, 1, 0, 0.1)
        .with(FACE, 0.7, 0, -1)
        .with(LEFT_HAND, 0.5, -0.2, 0.06)
        .with(RIGHT_HAND, 0.5, 0.2, 0.06)
        .with(LEFT_ELBOW, -0.4, -1, 0.2)
        .with(RIGHT_ELBOW, -0.4, 1, 0.2)
        .with(LEFT_FOOT, -0.47, -0.13, 0.07)
        .with(RIGHT_FOOT, -0.47, 0.13, 0.07)
        .with(LEFT_KNEE, 1, -0.1, -0.7)
        .with(RIGHT_KNEE, 1, 0.1, -0.7)
        .with(LEFT_TOES, -1, -0.1, -0.1)
        .with(RIGHT_TOES, -1, 0.1, -0.1);
  }

  /** On one knee, the trunk upright, a hand on the ground. */
  public static Pose kneeling() {
    return trunk(-0.1, 0.5, 0.6)
        .with(HEAD, 0.7, 0, 1)
        .with(FACE, 1, 0, -0.8)
        .with(LEFT_HAND, 0.4, -0.2, 0.5)
        .with(RIGHT_HAND, 0.4, 0.24, 0.12)
        .with(LEFT_ELBOW, -0.4, -1, 0)
        .with(RIGHT_ELBOW, -0.4, 1, 0)
        .with(LEFT_FOOT, 0.16, -0.12, ANKLE)
        .with(RIGHT_FOOT, -0.46, 0.12, 0.08)
        .with(LEFT_KNEE, 1, -0.3, 0.6)
        .with(RIGHT_KNEE, 1, 0.2, -0.6)
        .with(RIGHT_TOES, -0.8, 0.1, -0.6);
  }

  private static Pose trunk(double pelvisX, double pelvisHeight, double lean) {
    return Pose.blank()
        .with(PELVIS, pelvisX, 0, pelvisHeight)
        .with(SPINE, lean, 0, 1)
        .with(SHOULDERS, 0, 1, 0)
        .with(HIPS, 0, 1, 0)
        .with(LEFT_KNEE, 1, -0.12, 0.2)
        .with(RIGHT_KNEE, 1, 0.12, 0.2)
        .with(LEFT_TOES, 1, -0.2, -0.1)
        .with(RIGHT_TOES, 1, 0.2, -0.1);
  }
}
