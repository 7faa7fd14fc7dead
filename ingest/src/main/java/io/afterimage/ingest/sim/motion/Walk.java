package io.afterimage.ingest.sim.motion;

import io.afterimage.ingest.sim.figure.Channel;
import io.afterimage.ingest.sim.figure.Pose;
import io.afterimage.ingest.sim.geometry.Vec3;

/** Walking along a path, from a stand to a stand. */
public final class Walk implements Motion {
  private static final double TURN_SECONDS = 0.7;
  private static final double LIMBER_SECONDS = 0.5;
  private final double start;
  private final double end;
  private final double ramp;
  private final double rampOut;
  private final double speed;
  private final Path path;
  private final Gait gait;
  private final Ground ground;
  private final double scale;
  private final Pose first;
  private final double firstYaw;
  private final double lastYaw;

  /**
   * Sets out.
   *
   * @param start when, in seconds
   * @param first the pose at that time, near the path's beginning
   * @param firstYaw where the walker faces then, in radians
   * @param path the way
   * @param lastYaw where the walker faces at the end, in radians; NaN for along the path
   * @param stops whether the walker comes to rest at the end
   * @param gait the manner
   * @param scale the size relative to a body 1.7 m tall
   * @param ground what is walked on
   */
  public Walk(
      double start,
      Pose first,
      double firstYaw,
      Path path,
      double lastYaw,
      boolean stops,
      Gait gait,
      double scale,
      Ground ground) {
    this.start = start;
    this.first = first;
    this.firstYaw = firstYaw;
    this.path = path;
    this.lastYaw = Double.isNaN(lastYaw) ? path.heading(path.length()) : lastYaw;
    this.gait = gait;
    this.scale = scale;
    this.ground = ground;
    double brisk = Math.min(gait.speed(), Math.max(0.1, path.length() / 0.9));
    this.speed = brisk;
    this.ramp = 0.5;
    this.rampOut = stops ? 0.5 : 0;
    this.end = start + path.length() / brisk + (ramp + rampOut) / 2;
  }

  @Override
  public ActionLabel label() {
    return ActionLabel.WALK;
  }

  @Override
  public double start() {
    return start;
  }

  @Override
  public double end() {
    return end;
  }

  /** Returns where the walker faces at the end, in radians. */
  public double lastYaw() {
    return lastYaw;
  }

  @Override
  public Pose at(double seconds) {
    double t = Math.max(0, Math.min(end - start, seconds - start));
    double metres = metres(t);
    Vec3 place = path.at(metres);
    Pose step = gait.pose(metres / scale, vigour(t)).scaled(scale);
    Pose placed = grounded(step.turned(yaw(t, metres)).moved(place.x(), place.y(), 0));
    return t >= LIMBER_SECONDS ? placed : first.toward(placed, Ease.SMOOTH.at(t / LIMBER_SECONDS));
  }

  private double metres(double t) {
    if (t < ramp) {
      return speed * t * t / (2 * ramp);
    }
    double left = end - start - t;
    if (left < rampOut) {
      return path.length() - speed * left * left / (2 * rampOut);
    }
    return speed * (t - ramp / 2);
  }

  private double vigour(double t) {
    double out = rampOut == 0 ? 1 : (end - start - t) / rampOut;
    return Math.max(0, Math.min(1, Math.min(t / ramp, out))) * Math.min(1, speed / gait.speed());
  }

  private double yaw(double t, double metres) {
    double along = path.heading(metres);
    double begun = Ease.SMOOTH.at(t / TURN_SECONDS);
    double yaw = firstYaw + begun * shortest(along - firstYaw);
    double ended = Ease.SMOOTH.at(1 - (end - start - t) / TURN_SECONDS);
    return yaw + ended * shortest(lastYaw - yaw);
  }

  private Pose grounded(Pose pose) {
    Vec3 left = pose.get(Channel.LEFT_FOOT);
    Vec3 right = pose.get(Channel.RIGHT_FOOT);
    double underLeft = ground.heightAt(left.x(), left.y());
    double underRight = ground.heightAt(right.x(), right.y());
    double lift = (underLeft + underRight) / 2;
    return pose.moved(0, 0, lift)
        .shifted(Channel.LEFT_FOOT, 0, 0, underLeft - lift)
        .shifted(Channel.RIGHT_FOOT, 0, 0, underRight - lift);
  }

  /** Returns an angle as the shortest turn that amounts to it, from -&pi; to &pi;. */
  public static double shortest(double angle) {
    return Math.IEEEremainder(angle, 2 * Math.PI);
  }
}
