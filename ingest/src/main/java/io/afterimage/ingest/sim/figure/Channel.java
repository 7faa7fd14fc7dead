package io.afterimage.ingest.sim.figure;

/**
 * What a {@link Pose} says about a body. Places are in metres; directions need not have length 1.
 */
public enum Channel {
  /** The place between the hip joints. */
  PELVIS(0, true),
  /** From the pelvis to the neck. */
  SPINE(1, false),
  /** From the left shoulder to the right one. */
  SHOULDERS(2, false),
  /** From the left hip to the right one. */
  HIPS(3, false),
  /** From the neck to the top of the head. */
  HEAD(4, false),
  /** Where the face looks. */
  FACE(5, false),
  /** The left wrist. */
  LEFT_HAND(6, true),
  /** The right wrist. */
  RIGHT_HAND(7, true),
  /** Where the left elbow points. */
  LEFT_ELBOW(8, false),
  /** Where the right elbow points. */
  RIGHT_ELBOW(9, false),
  /** The left ankle. */
  LEFT_FOOT(10, true),
  /** The right ankle. */
  RIGHT_FOOT(11, true),
  /** Where the left knee points. */
  LEFT_KNEE(12, false),
  /** Where the right knee points. */
  RIGHT_KNEE(13, false),
  /** From the left heel to the left toes. */
  LEFT_TOES(14, false),
  /** From the right heel to the right toes. */
  RIGHT_TOES(15, false);

  private final int slot;
  private final boolean place;

  Channel(int slot, boolean place) {
    this.slot = slot;
    this.place = place;
  }

  /** Returns where a pose keeps this channel. */
  int slot() {
    return slot;
  }

  /** Returns whether this is a place (moved with the body) and not a direction (only turned). */
  public boolean place() {
    return place;
  }
}
