package io.afterimage.app.deadletter;

import io.afterimage.contract.event.DeadLetter;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which letters are meant; null lets all pass. Immutable.
 *
 * @param stage of that stage
 * @param cause of that cause
 * @param camera of that camera
 * @param since set aside then or later
 */
public record LetterFilter(
    @Nullable String stage,
    @Nullable String cause,
    @Nullable String camera,
    @Nullable Instant since) {
  /** Whether every letter passes. */
  public boolean isOpen() {
    return stage == null && cause == null && camera == null && since == null;
  }

  /** Whether a letter passes. */
  public boolean passes(DeadLetter letter) {
    return (stage == null || stage.equals(letter.stage()))
        && (cause == null || cause.equals(letter.cause()))
        && (camera == null || camera.equals(letter.camera()))
        && (since == null || !letter.time().isBefore(since));
  }
}
