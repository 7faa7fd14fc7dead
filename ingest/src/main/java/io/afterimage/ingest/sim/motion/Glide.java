package io.afterimage.ingest.sim.motion;

import io.afterimage.ingest.sim.figure.Pose;
import java.util.List;

/**
 * A motion through a few poses, at evenly spread times of its course.
 *
 * @param label what the body is doing
 * @param start when it begins, in seconds
 * @param end when it ends, in seconds
 * @param poses the poses to pass through, at least two
 * @param ease the course of time
 */
public record Glide(ActionLabel label, double start, double end, List<Pose> poses, Ease ease)
    implements Motion {
  /** Keeps the poses. */
  public Glide {
    poses = List.copyOf(poses);
  }

  @Override
  public Pose at(double seconds) {
    int legs = poses.size() - 1;
    double place = ease.at((seconds - start) / (end - start)) * legs;
    int leg = Math.min(legs - 1, (int) place);
    return Pose.curve(
        poses.get(Math.max(0, leg - 1)),
        poses.get(leg),
        poses.get(leg + 1),
        poses.get(Math.min(legs, leg + 2)),
        place - leg);
  }
}
