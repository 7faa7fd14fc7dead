package io.afterimage.topology.rules;

import io.afterimage.contract.ContractException;
import io.afterimage.contract.ErrorCode;
import io.afterimage.inference.pack.CutRule;
import java.nio.FloatBuffer;

/**
 * Finds scene cuts by a small picture that the encoder gives of each frame. A frame is unlike the
 * reference if their mean absolute difference is above the threshold; {@code holdFrames} of them in
 * a row make a cut, and that frame is the next reference. A frame that is like it moves it a tenth
 * of the way. In an epoch's first {@code settleUs}, where pictures are often dark, and after a
 * reset, a frame simply becomes the reference. Immutable and thread-safe.
 */
public final class CutDetector {
  private static final float FOLLOW = 0.1f;

  private final CutRule rule;

  /** A detector for a pack's rule. */
  public CutDetector(CutRule rule) {
    this.rule = rule;
  }

  /**
   * What a frame does.
   *
   * @param next the state after the frame
   * @param cut whether the frame is the first of another scene
   */
  public record Seen(CutState next, boolean cut) {}

  /**
   * Takes one frame.
   *
   * @param state the camera's
   * @param ptsUs the frame's time in its epoch, microseconds
   * @param thumb the small picture, any shape, 0 to 1
   * @throws ContractException {@link ErrorCode#BAD_FIELD} if it holds what is no finite number: the
   *     reference, into which pictures are blended, would never be one again
   */
  public Seen see(CutState state, long ptsUs, FloatBuffer thumb) {
    float[] picture = new float[thumb.remaining()];
    thumb.get(picture);
    for (float value : picture) {
      if (!Float.isFinite(value)) {
        throw new ContractException(
            ErrorCode.BAD_FIELD,
            "tensor '%s', by which scenes are told apart, holds %s"
                .formatted(rule.tensor(), value));
      }
    }
    float[] reference = state.reference();
    if (reference == null || reference.length != picture.length || ptsUs < rule.settleUs()) {
      return new Seen(new CutState(picture, 0), false);
    }
    if (difference(reference, picture) > rule.threshold()) {
      int pending = state.pending() + 1;
      return pending >= rule.holdFrames()
          ? new Seen(new CutState(picture, 0), true)
          : new Seen(new CutState(reference, pending), false);
    }
    for (int i = 0; i < picture.length; i++) {
      picture[i] = (1 - FOLLOW) * reference[i] + FOLLOW * picture[i];
    }
    return new Seen(new CutState(picture, 0), false);
  }

  private static double difference(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += Math.abs(a[i] - b[i]);
    }
    return sum / a.length;
  }
}
