package io.afterimage.ingest.sim.figure;

/** What a {@link Pose} says about a body. Places are in metres; directions need not have length 1. */
public enum Channel {
  /** The place between the hip joints. */
  PELVIS(true),
  /** From the pelvis to the neck. */
  SPINE(false),
  /** From the left shoulder to the right one. */
  SHOULDERS(false),
  /** From the left hip to the right one. */
  HIPS(false),
  /** From the neck to the top of the head. */
  HEAD(false),
  /** Where the face looks. */
  FACE(false),
  /** The left wrist. */
  LEFT_HAND(true),
  /** The right wrist. */
  RIGHT_HAND(true),
  /** Where the left elbow points. */
  LEFT_ELBOW(false),
  /** Where the right elbow points. */
  RIGHT_ELBOW(false),
  /** The left ankle. */
  LEFT_FOOT(true),
  /** The right ankle. */
  RIGHT_FOOT(true),
  /** Where the left knee points. */
  LEFT_KNEE(false),
  /** Where the right knee points. */
  RIGHT_KNEE(false),
  /** From the left heel to the left toes. */
  LEFT_TOES(false),
  /** From the right heel to the right toes. */
  RIGHT_TOES(false);

  private final boolean place;

  Channel(boolean place) {
    this.place = place;
  }

  /** Returns whether this is a place (moved with the body) and not a direction (only turned). */
  public boolean place() {
    return place;
  }
}
