package io.afterimage.ingest.sim.figure;

import io.afterimage.ingest.sim.geometry.Rgb;
import io.afterimage.ingest.sim.geometry.Vec3;
import java.util.ArrayList;
import java.util.List;

/**
 * A person's body: it turns poses into pieces to draw. Immutable.
 *
 * @param build the body's size
 * @param outfit the body's look
 */
public record Body(Build build, Outfit outfit) {
  private static final int COLUMNS = 5;

  /** Returns the pieces of the body in a pose that is placed in the room. */
  public List<Capsule> pieces(Pose pose) {
    Skeleton bones = Skeleton.of(pose, build);
    List<Capsule> pieces = new ArrayList<>(32);
    addLeg(pieces, bones.leftLeg());
    addLeg(pieces, bones.rightLeg());
    addTrunk(pieces, bones);
    addArm(pieces, bones.leftArm());
    addArm(pieces, bones.rightArm());
    addHead(pieces, bones);
    return pieces;
  }

  private double thick(double metres) {
    return metres * build.scale() * build.girth();
  }

  /** Covers the trunk with columns close enough to one another to look like one shirt. */
  private void addTrunk(List<Capsule> pieces, Skeleton bones) {
    Vec3 left = bones.leftArm().root();
    Vec3 right = bones.rightArm().root();
    Vec3 leftHip = bones.leftLeg().root();
    Vec3 rightHip = bones.rightLeg().root();
    Vec3 bend = bones.waist().minus(bones.pelvis().toward(bones.neck(), 0.45));
    double hem = thick(0.1) + outfit.looseness();
    for (int i = 0; i < COLUMNS; i++) {
      double across = (double) i / (COLUMNS - 1);
      double middle = 1 - Math.abs(2 * across - 1);
      Vec3 hip = leftHip.toward(rightHip, across * 1.1 - 0.05);
      Vec3 top = left.toward(right, 0.1 + 0.8 * across).toward(bones.neck(), 0.25 * middle);
      Vec3 waist = hip.toward(top, 0.48).plus(bend);
      double chest = thick(0.085 + 0.03 * middle);
      pieces.add(cloth(top, chest * 0.85, waist, hem, outfit.shirt()));
      pieces.add(cloth(waist, hem, hip.toward(waist, 0.15), hem, outfit.shirt()));
    }
    pieces.add(cloth(left, thick(0.062), right, thick(0.062), outfit.shirt()));
    pieces.add(cloth(leftHip, thick(0.102), rightHip, thick(0.102), outfit.trousers()));
    pieces.add(
        new Capsule(
            bones.neck().minus(bones.crown().times(0.02)),
            thick(0.055),
            bones.head(),
            thick(0.05),
            outfit.skin(),
            0,
            null));
  }

  private void addArm(List<Capsule> pieces, Skeleton.Limb arm) {
    double loose = 0.012 + outfit.looseness() * 0.5;
    addCovered(
        pieces, arm.root(), arm.middle(), thick(.05), thick(.042), outfit.sleeve() * 2, loose);
    addCovered(
        pieces, arm.middle(), arm.end(), thick(.042), thick(.032), outfit.sleeve() * 2 - 1, loose);
    pieces.add(skin(arm.end(), thick(0.034), arm.tip(), thick(0.026), outfit.skin()));
  }

  private void addCovered(
      List<Capsule> pieces, Vec3 from, Vec3 to, double r0, double r1, double share, double loose) {
    double part = Math.max(0, Math.min(1, share));
    if (share < 1) {
      pieces.add(skin(from.toward(to, Math.max(0, part - 0.1)), r0, to, r1, outfit.skin()));
    }
    if (share > 0) {
      pieces.add(
          cloth(
              from,
              r0 + loose,
              from.toward(to, part),
              r0 + (r1 - r0) * part + loose,
              outfit.shirt()));
    }
  }

  private void addLeg(List<Capsule> pieces, Skeleton.Limb leg) {
    double share = outfit.leg() * 2;
    double loose = 0.01 + outfit.looseness() * 0.7;
    Rgb trousers = outfit.trousers();
    Vec3 knee = leg.middle();
    pieces.add(skin(leg.end(), thick(0.042), leg.tip(), thick(0.036), outfit.shoes()));
    if (share < 2) {
      Vec3 bare = knee.toward(leg.end(), Math.max(0, share - 1.06));
      pieces.add(skin(bare, thick(0.055), leg.end(), thick(0.038), outfit.skin()));
    }
    if (share > 1) {
      Vec3 end = knee.toward(leg.end(), Math.min(1, share - 1));
      pieces.add(cloth(knee, thick(0.06) + loose, end, thick(0.045) + loose, trousers));
      pieces.add(cloth(leg.root(), thick(0.088) + loose, knee, thick(0.062) + loose, trousers));
    } else {
      pieces.add(skin(leg.root(), thick(0.085), knee, thick(0.056), outfit.skin()));
      Vec3 end = leg.root().toward(knee, share);
      pieces.add(cloth(leg.root(), thick(0.09) + loose, end, thick(0.07) + loose * 1.5, trousers));
    }
  }

  private void addHead(List<Capsule> pieces, Skeleton bones) {
    double size = build.scale();
    Vec3 centre = bones.head();
    Capsule.Head look = new Capsule.Head(bones.face(), bones.crown(), outfit.skin());
    Vec3 top = centre.plus(bones.crown().times(0.035 * size)).minus(bones.face().times(0.02));
    double radius = 0.112 * size;
    pieces.add(new Capsule(centre, 0.096 * size, top, radius, outfit.hair(), 0.6, look));
    if (outfit.hairLength() > 0) {
      Vec3 nape = centre.minus(bones.face().times(0.06 * size));
      Vec3 end = bones.neck().plus(bones.back().times(0.1)).toward(bones.waist(), 0.3);
      Vec3 fall = end.minus(nape).unit().times(outfit.hairLength() + 0.08);
      pieces.add(
          new Capsule(nape, 0.085 * size, nape.plus(fall), 0.05 * size, outfit.hair(), 1, null));
    }
  }

  private static Capsule cloth(Vec3 from, double r0, Vec3 to, double r1, Rgb colour) {
    return new Capsule(from, r0, to, r1, colour, 0.7, null);
  }

  private static Capsule skin(Vec3 from, double r0, Vec3 to, double r1, Rgb colour) {
    return new Capsule(from, r0, to, r1, colour, 0.15, null);
  }
}
