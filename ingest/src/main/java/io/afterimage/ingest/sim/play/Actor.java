package io.afterimage.ingest.sim.play;

import io.afterimage.ingest.sim.figure.Channel;
import io.afterimage.ingest.sim.figure.Pose;
import io.afterimage.ingest.sim.figure.Postures;
import io.afterimage.ingest.sim.geometry.Dice;
import io.afterimage.ingest.sim.geometry.Vec3;
import io.afterimage.ingest.sim.motion.ActionLabel;
import io.afterimage.ingest.sim.motion.Ease;
import io.afterimage.ingest.sim.motion.Glide;
import io.afterimage.ingest.sim.motion.Hold;
import io.afterimage.ingest.sim.motion.Motion;
import io.afterimage.ingest.sim.motion.Path;
import io.afterimage.ingest.sim.motion.Walk;
import java.util.ArrayList;
import java.util.List;

/** Lays one person's motions end to end; each begins in the pose in which the last one ended. */
public final class Actor {
  private final Stage stage;
  private final Person person;
  private final Dice dice;
  private final List<Motion> motions = new ArrayList<>();
  private double now;
  private Pose pose = Pose.blank();
  private Vec3 place = new Vec3(0, 0, 0);
  private double yaw;

  /** Gives a person a stage, from a time in seconds on. */
  public Actor(Stage stage, Person person, Dice dice, double start) {
    this.stage = stage;
    this.person = person;
    this.dice = dice;
    this.now = start;
  }

  /** Returns all motions laid so far. */
  public List<Motion> motions() {
    return motions;
  }

  /** Returns who acts. */
  public Person person() {
    return person;
  }

  Stage stage() {
    return stage;
  }

  /** Returns when the last motion ends, in seconds. */
  public double now() {
    return now;
  }

  /** Returns where the person is: the feet of one who stands, else the pelvis. */
  Vec3 place() {
    return place;
  }

  double yaw() {
    return yaw;
  }

  Pose pose() {
    return pose;
  }

  /** Puts the person, on foot, somewhere at once. */
  void appear(Vec3 where, double facing) {
    place = where;
    yaw = facing;
    pose = standing();
  }

  /** Returns a posture of the library, placed in the room, pelvis and feet on their ground. */
  Pose placed(Pose posture, Vec3 where, double facing) {
    Pose flat = posture.scaled(person.scale()).turned(facing).moved(where.x(), where.y(), 0);
    double ground = groundUnder(flat, Channel.PELVIS);
    return flat.moved(0, 0, ground)
        .shifted(Channel.LEFT_FOOT, 0, 0, groundUnder(flat, Channel.LEFT_FOOT) - ground)
        .shifted(Channel.RIGHT_FOOT, 0, 0, groundUnder(flat, Channel.RIGHT_FOOT) - ground);
  }

  private double groundUnder(Pose flat, Channel channel) {
    Vec3 spot = flat.get(channel);
    return stage.room().groundAt(spot.x(), spot.y());
  }

  Pose standing() {
    return placed(person.gait().pose(0, 0), place, yaw);
  }

  /** Walks to a place; NaN faces where the way leads. */
  void walk(Vec3 to, double facing, boolean stops) {
    walk(stage.way(place, to, dice.chance(0.15)), facing, stops);
  }

  /** Walks along places. */
  void walk(List<Vec3> way, double facing, boolean stops) {
    Walk walk =
        new Walk(
            now,
            pose,
            yaw,
            new Path(way),
            facing,
            stops,
            person.gait(),
            person.scale(),
            stage.room()::groundAt);
    add(walk);
    place = way.get(way.size() - 1);
    yaw = walk.lastYaw();
  }

  /** Passes through poses; the last one remains. */
  void glide(ActionLabel label, double seconds, Ease ease, Pose... poses) {
    List<Pose> keys = new ArrayList<>();
    keys.add(pose);
    keys.addAll(List.of(poses));
    add(new Glide(label, now, now + seconds, keys, ease));
  }

  /** Passes through poses in a time that this person's haste shortens or lengthens. */
  void act(ActionLabel label, double seconds, Pose... poses) {
    glide(label, seconds / person.haste(), Ease.SMOOTH, poses);
  }

  /** Keeps the pose for a while. */
  void hold(ActionLabel label, double seconds, double restlessness) {
    add(new Hold(label, now, now + seconds, pose, restlessness, dice));
  }

  /** Remembers where the person is after a change of posture. */
  void settle(Vec3 where, double facing) {
    place = where;
    yaw = facing;
  }

  /** Returns a standing pose somewhere. */
  Pose standingAt(Vec3 where, double facing) {
    return placed(Postures.standing(), where, facing);
  }

  private void add(Motion motion) {
    motions.add(motion);
    now = motion.end();
    pose = motion.at(motion.end());
  }
}
