package io.afterimage.ingest.sim.motion;

import java.util.Locale;

/** What a person is doing, in the words of the room's labels. */
public enum ActionLabel {
  /** Nobody is visible. */
  EMPTY,
  /** On foot, entering or leaving. */
  WALK,
  /** On the feet, still for at least a second. */
  STAND,
  /** From the feet to a seat, the ground or a crouch. */
  SIT_DOWN,
  /** Sitting or crouching. */
  SIT,
  /** Lying down under control. */
  LIE_DOWN,
  /** Falling suddenly, in less than 1.5 s. */
  FALL,
  /** Lying still or turning over. */
  LIE,
  /** Getting up from lying or sitting. */
  GET_UP;

  private final String text = name().toLowerCase(Locale.ROOT);

  /** Returns the label as it is published, for example {@code sit_down}. */
  public String text() {
    return text;
  }
}
