package io.afterimage.ingest.sim.play;

import io.afterimage.ingest.sim.figure.Channel;
import io.afterimage.ingest.sim.figure.Pose;
import io.afterimage.ingest.sim.figure.Postures;
import io.afterimage.ingest.sim.geometry.Dice;
import io.afterimage.ingest.sim.geometry.Vec3;
import io.afterimage.ingest.sim.motion.ActionLabel;
import io.afterimage.ingest.sim.scene.Box;
import java.util.Optional;

/** What can happen in a room, each from a stand to a stand. */
public final class Scenes {
  private final Actor actor;
  private final Stage stage;
  private final Dice dice;
  private final Lying lying;

  /** Lets an actor play. */
  public Scenes(Actor actor, Dice dice) {
    this.actor = actor;
    this.stage = actor.stage();
    this.dice = dice;
    this.lying = new Lying(actor, dice);
  }

  static Vec3 heading(double yaw, double length) {
    return new Vec3(Math.cos(yaw) * length, Math.sin(yaw) * length, 0);
  }

  static double bearing(Vec3 from, Vec3 to) {
    return Math.atan2(to.y() - from.y(), to.x() - from.x());
  }

  /** Comes in from a side. */
  public void enter() {
    Vec3 door = stage.outside(dice, dice.below(4));
    actor.appear(door, bearing(door, new Vec3(0, 0, 0)));
    if (dice.chance(0.5)) {
      stroll(1 + dice.below(2));
    }
  }

  /** Comes to the picture's edge, waits and goes away again. */
  public void lookIn() {
    int side = dice.below(4);
    Vec3 door = stage.outside(dice, side);
    actor.appear(door, bearing(door, new Vec3(0, 0, 0)));
    actor.walk(door.times(dice.between(0.78, 0.9)), Double.NaN, true);
    actor.hold(ActionLabel.STAND, dice.between(1, 6), 0.8);
    actor.walk(stage.outside(dice, side), Double.NaN, false);
  }

  /** Goes out at a side. */
  public void leave() {
    actor.walk(stage.outside(dice, dice.below(4)), Double.NaN, false);
  }

  /** Walks about. */
  public void stroll(int legs) {
    for (int i = 0; i < legs; i++) {
      Vec3 to = dice.chance(0.08) ? stage.outside(dice, dice.below(4)) : stage.somewhere(dice);
      actor.walk(to, Double.NaN, i == legs - 1 || dice.chance(0.3));
    }
  }

  /** Stands still: at the picture's edge, at some furniture, or anywhere. */
  public void stand() {
    int where = dice.weighted(0.6, 0.25, 0.15);
    Optional<Vec3[]> furniture = where == 1 ? stage.atFurniture(dice) : Optional.empty();
    if (furniture.isPresent()) {
      Vec3 to = furniture.get()[0];
      actor.walk(to, bearing(to, furniture.get()[1]), true);
      remain(dice.chance(0.7) ? Postures.bending(dice.between(0.4, 1)) : busy());
      return;
    }
    Vec3 to = where == 0 ? stage.atEdge(dice) : stage.somewhere(dice);
    actor.walk(to, dice.chance(0.5) ? dice.between(-Math.PI, Math.PI) : Double.NaN, true);
    if (dice.chance(0.4)) {
      remain(busy());
    } else {
      actor.hold(ActionLabel.STAND, standSeconds(), dice.between(0.2, 1));
    }
  }

  private double standSeconds() {
    return dice.chance(0.6)
        ? dice.between(1.2, 4)
        : dice.chance(0.8) ? dice.between(4, 10) : dice.between(10, 25);
  }

  private void remain(Pose posture) {
    Pose busy = actor.placed(Fidget.varied(posture, dice), actor.place(), actor.yaw());
    actor.act(ActionLabel.STAND, dice.between(0.5, 0.9), busy);
    actor.hold(ActionLabel.STAND, standSeconds(), dice.between(0.4, 1.4));
    actor.act(ActionLabel.STAND, 0.5, actor.standing());
  }

  private Pose busy() {
    return switch (dice.below(4)) {
      case 0 -> Postures.bending(dice.between(0.25, 0.85));
      case 1 ->
          Postures.standing()
              .with(Channel.RIGHT_HAND, 0.32, 0.1, 1.15)
              .with(Channel.LEFT_HAND, dice.chance(0.5) ? 0.3 : 0.05, -0.12, 1.05)
              .with(Channel.FACE, 1, 0.1, -0.9)
              .with(Channel.HEAD, 0.5, 0, 1);
      case 2 ->
          Postures.standing()
              .with(Channel.RIGHT_HAND, 0.05, 0.22, 0.98)
              .with(Channel.LEFT_HAND, 0.05, -0.22, 0.98)
              .with(Channel.LEFT_ELBOW, -0.3, -1, 0)
              .with(Channel.RIGHT_ELBOW, -0.3, 1, 0);
      default ->
          Postures.standing()
              .with(Channel.RIGHT_HAND, 0.25, -0.1, 1.12)
              .with(Channel.LEFT_HAND, 0.25, 0.1, 1.08);
    };
  }

  /** Sits down on something, stays, and gets up, lies down or falls off it. */
  public void sit() {
    Seat seat = Seat.choose(stage, dice);
    actor.walk(seat.feet(), seat.yaw(), true);
    sitDown(seat);
    stay(seat);
    if (seat.low() && !seat.crouch() && dice.chance(0.3)) {
      lying.fromSeat(seat);
    } else if (!seat.low() && dice.chance(0.2)) {
      lying.fallFromSeat(seat);
    } else {
      getUp(seat);
    }
  }

  private void sitDown(Seat seat) {
    Pose pose = actor.placed(seat.posture(), seat.place(), seat.yaw());
    if (seat.crouch()) {
      actor.act(ActionLabel.SIT_DOWN, dice.between(0.8, 1.4), pose);
    } else {
      Pose bent =
          actor.placed(
              Postures.bending(dice.between(0.35, 0.8)),
              seat.feet().toward(seat.place(), 0.15),
              seat.yaw());
      Pose close =
          bent.toward(pose, 0.75)
              .shifted(Channel.LEFT_HAND, 0, 0, -0.05)
              .shifted(Channel.RIGHT_HAND, 0, 0, -0.1);
      actor.act(ActionLabel.SIT_DOWN, dice.between(1.2, 2.4), bent, close, pose);
    }
    actor.settle(seat.place(), seat.yaw());
  }

  private void stay(Seat seat) {
    double total = dice.chance(0.5) ? dice.between(1.5, 6) : dice.between(6, 20);
    actor.hold(ActionLabel.SIT, total / 2, dice.between(0.3, 1.3));
    if (!seat.crouch() && dice.chance(0.5)) {
      Pose other = actor.placed(seat.other(dice), seat.place(), seat.yaw());
      actor.act(ActionLabel.SIT, dice.between(0.7, 1.3), other);
    }
    actor.hold(ActionLabel.SIT, total / 2, dice.between(0.3, 1.3));
  }

  private void getUp(Seat seat) {
    Pose up = actor.standingAt(seat.feet(), seat.yaw());
    if (seat.crouch()) {
      actor.act(ActionLabel.GET_UP, dice.between(0.7, 1.3), up);
    } else {
      Pose bent = actor.placed(Postures.bending(dice.between(0.5, 0.9)), seat.feet(), seat.yaw());
      Pose lifted = actor.pose().toward(bent, 0.55);
      actor.act(ActionLabel.GET_UP, dice.between(1.3, 2.7), lifted, bent, up);
    }
    actor.settle(seat.feet(), seat.yaw());
  }

  /** Falls from the feet and gets up again. */
  public void fall() {
    Optional<Box> mattress = stage.mattress(dice);
    Vec3 target;
    Vec3 from;
    if (mattress.isPresent() && dice.chance(0.78)) {
      Box box = mattress.get();
      target =
          box.outside(
              dice.between(-0.5, 0.5) * box.halfLength(),
              dice.between(-0.4, 0.4) * box.halfWidth(),
              0);
      double bearing = dice.between(0, 2 * Math.PI);
      from = target.plus(heading(bearing, dice.between(0.7, 0.9)));
    } else {
      target = new Vec3(dice.gauss() * 0.4, dice.gauss() * 0.3, 0);
      from = target.plus(heading(dice.between(0, 2 * Math.PI), dice.between(0.7, 0.9)));
    }
    lying.fall(from, target);
  }

  /** Lies down from the feet, as from exhaustion, without sitting for long. */
  public void rest() {
    Seat seat = Seat.low(stage, dice);
    actor.walk(seat.feet(), seat.yaw(), true);
    sitDown(seat);
    lying.fromSeat(seat);
  }
}
