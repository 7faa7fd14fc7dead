package io.afterimage.topology.rules;

import org.jspecify.annotations.Nullable;

/**
 * What the scene-cut rule remembers of one camera. Immutable: a frame makes the next one; the array
 * is never written to.
 *
 * @param reference the picture that the next frame is compared with; null before the first frame
 * @param pending how many frames in a row were unlike it
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared, never written to, never handed on.
public record CutState(float @Nullable [] reference, int pending) {
  /** The state before the first frame. */
  public static final CutState NONE = new CutState(null, 0);
}
