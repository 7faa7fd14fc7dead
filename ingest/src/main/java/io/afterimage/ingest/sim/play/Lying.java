package io.afterimage.ingest.sim.play;

import io.afterimage.ingest.sim.figure.Channel;
import io.afterimage.ingest.sim.figure.LyingPosture;
import io.afterimage.ingest.sim.figure.Pose;
import io.afterimage.ingest.sim.figure.Postures;
import io.afterimage.ingest.sim.geometry.Dice;
import io.afterimage.ingest.sim.geometry.Vec3;
import io.afterimage.ingest.sim.motion.ActionLabel;
import io.afterimage.ingest.sim.motion.Ease;
import java.util.List;

/** Falling, lying down, lying and getting up from it. */
final class Lying {
  private final Actor actor;
  private final Dice dice;

  Lying(Actor actor, Dice dice) {
    this.actor = actor;
    this.dice = dice;
  }

  /** Lies down from a low seat, stays and gets up. */
  void fromSeat(Seat seat) {
    double yaw = seat.yaw();
    Vec3 place = seat.place().minus(Scenes.heading(yaw, dice.between(0, 0.15)));
    LyingPosture posture =
        dice.chance(0.6) ? LyingPosture.onBack(dice) : LyingPosture.onSide(dice, dice.sign());
    Pose leaned = actor.placed(Postures.stretched(), seat.place(), yaw);
    Pose lying = actor.placed(posture.pose(), place, yaw);
    actor.act(ActionLabel.LIE_DOWN, dice.between(1.1, 2.4), leaned, lying);
    actor.settle(place, yaw);
    lie(posture);
  }

  /** Walks to a place and falls from there towards another. */
  void fall(Vec3 from, Vec3 target) {
    double bearing = Scenes.bearing(from, target);
    int manner = dice.weighted(0.45, 0.25, 0.3);
    double facing =
        switch (manner) {
          case 0 -> bearing + dice.gauss() * 0.25;
          case 1 -> bearing + Math.PI + dice.gauss() * 0.25;
          default -> bearing + dice.sign() * Math.PI / 2 + dice.gauss() * 0.3;
        };
    boolean stops = manner != 0 || dice.chance(0.5);
    actor.walk(from, stops ? facing : Double.NaN, stops);
    if (stops && dice.chance(0.5)) {
      actor.hold(ActionLabel.STAND, dice.between(1, 2), 0.5);
    }
    topple(target, actor.yaw(), bearing);
  }

  /** Falls from a stool. */
  void fallFromSeat(Seat seat) {
    double bearing = seat.yaw() + dice.pick(List.of(0.0, Math.PI, 1.3, -1.3));
    Vec3 target = new Vec3(seat.place().x(), seat.place().y(), 0);
    topple(target.plus(Scenes.heading(bearing, dice.between(0.5, 0.7))), seat.yaw(), bearing);
  }

  private void topple(Vec3 target, double facing, double bearing) {
    double lyingYaw = bearing + Math.PI + dice.gauss() * 0.2;
    LyingPosture posture = landing(facing, lyingYaw);
    Pose lying = actor.placed(posture.pose(), target, lyingYaw);
    Pose start = actor.pose();
    Pose buckled = buckled(start, lying, bearing);
    double seconds = dice.between(0.85, 1.4);
    actor.glide(ActionLabel.FALL, seconds, Ease.FALLING, buckled, lying);
    actor.settle(target, lyingYaw);
    lie(posture);
  }

  /** Draws how one lands who looked one way and now lies with the feet towards another. */
  private LyingPosture landing(double facing, double lyingYaw) {
    double turn = Math.IEEEremainder(facing - lyingYaw, 2 * Math.PI);
    int side = turn >= 0 ? 1 : -1;
    if (Math.abs(turn) < 0.9) {
      return LyingPosture.onBack(dice);
    }
    return Math.abs(turn) < 2.2 || dice.chance(0.25)
        ? LyingPosture.onSide(dice, side)
        : LyingPosture.faceDown(dice, side);
  }

  /** Returns the middle of a fall: knees giving way, trunk tipping, hands reaching out. */
  private Pose buckled(Pose start, Pose lying, double bearing) {
    Vec3 push = Scenes.heading(bearing, 1);
    Pose half = start.toward(lying, 0.4);
    Vec3 pelvis = half.get(Channel.PELVIS);
    double reach = dice.between(0.1, 0.4);
    return half.with(Channel.PELVIS, pelvis.x(), pelvis.y(), Math.max(0.35, pelvis.z()))
        .with(Channel.LEFT_FOOT, start.get(Channel.LEFT_FOOT))
        .with(Channel.RIGHT_FOOT, start.get(Channel.RIGHT_FOOT))
        .shifted(Channel.SPINE, push.x() * 0.3, push.y() * 0.3, 0)
        .shifted(Channel.LEFT_HAND, push.x() * reach, push.y() * reach, 0.1)
        .shifted(Channel.RIGHT_HAND, push.x() * reach, push.y() * reach, 0.05);
  }

  private void lie(LyingPosture first) {
    LyingPosture posture = first;
    int turns = dice.weighted(0.5, 0.3, 0.2);
    for (int i = 0; i <= turns; i++) {
      actor.hold(
          ActionLabel.LIE,
          dice.chance(0.75) ? dice.between(2, 5) : dice.between(5, 15),
          dice.between(0, 1.2));
      if (i < turns) {
        LyingPosture next = turned(posture);
        Pose pose = actor.placed(next.pose(), actor.place(), actor.yaw());
        actor.act(ActionLabel.LIE, dice.between(1, 2), pose);
        posture = next;
      }
    }
    if (dice.chance(0.35)) {
      sitUp(posture);
    } else {
      standUp(posture);
    }
  }

  private LyingPosture turned(LyingPosture posture) {
    int side = posture.roll() >= 0 ? 1 : -1;
    boolean onSide = Math.abs(posture.roll()) > 0.8 && Math.abs(posture.roll()) < 2.2;
    if (!onSide) {
      boolean prone = Math.abs(posture.roll()) >= 2.2;
      return LyingPosture.onSide(dice, prone ? side : dice.sign());
    }
    return dice.chance(0.75) ? LyingPosture.onBack(dice) : LyingPosture.faceDown(dice, side);
  }

  private void sitUp(LyingPosture posture) {
    double yaw = actor.yaw();
    Vec3 place = actor.place();
    Pose seated = actor.placed(Fidget.varied(Postures.seated(0.02), dice), place, yaw);
    Pose leaning = actor.placed(Postures.stretched(), place, yaw);
    if (Math.abs(posture.roll()) > 2) {
      roll(posture);
    }
    actor.act(ActionLabel.GET_UP, dice.between(0.9, 1.9), leaning, seated);
    if (dice.chance(0.7)) {
      actor.hold(ActionLabel.SIT, dice.between(0.8, 5), 0.8);
    }
    Vec3 feet = place.plus(Scenes.heading(yaw, 0.35));
    Pose bent = actor.placed(Postures.bending(dice.between(0.6, 1)), feet, yaw);
    Pose lifted = actor.pose().toward(bent, 0.55);
    actor.act(
        ActionLabel.GET_UP, dice.between(1.3, 2.6), lifted, bent, actor.standingAt(feet, yaw));
    actor.settle(feet, yaw);
  }

  private void roll(LyingPosture posture) {
    LyingPosture aside = LyingPosture.onSide(dice, posture.roll() >= 0 ? 1 : -1);
    Pose pose = actor.placed(aside.pose(), actor.place(), actor.yaw());
    actor.act(ActionLabel.GET_UP, dice.between(0.6, 1), pose);
  }

  private void standUp(LyingPosture posture) {
    int side = posture.roll() >= 0 ? 1 : -1;
    double turn = dice.chance(0.5) ? Math.PI : side * Math.PI / 2 + dice.gauss() * 0.2;
    double yaw = actor.yaw() + turn;
    Vec3 place = actor.place();
    if (Math.abs(posture.roll()) < 0.8) {
      roll(posture);
    }
    Vec3 feet = place.plus(Scenes.heading(yaw, 0.05));
    actor.act(
        ActionLabel.GET_UP,
        dice.between(2, 4),
        actor.placed(Postures.onAllFours(), place, yaw),
        actor.placed(Postures.kneeling(), feet, yaw),
        actor.placed(Postures.bending(dice.between(0.5, 0.9)), feet, yaw),
        actor.standingAt(feet, yaw));
    actor.settle(feet, yaw);
  }
}
