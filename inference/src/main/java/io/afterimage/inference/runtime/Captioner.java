package io.afterimage.inference.runtime;

import io.afterimage.contract.feature.Tensor;
import io.afterimage.inference.InferenceException;
import io.afterimage.inference.InferenceException.Code;
import io.afterimage.inference.caption.Caption;
import io.afterimage.inference.caption.Decoding;
import java.util.List;

/**
 * The part of a pack that puts a window of frames into words. Holds scratch buffers: one thread at
 * a time; make one for each thread. What it returns is the caller's.
 */
public interface Captioner extends AutoCloseable {
  /** How it searches for a caption. */
  Decoding decoding();

  /**
   * Reads one window, in place of the one before.
   *
   * @param window the tensors that the pack's caption part names, in its order, each {@code
   *     [frames, ...]}: the encoder's outputs with the frames of the window, oldest first, in place
   *     of the batch axis; from 1 frame to the pack's most, of all tensors the same; only read
   * @throws InferenceException {@link Code#BAD_TENSOR} if a tensor is missing or of another shape
   *     or type, {@link Code#RUN_FAILED} if the graph fails; then there is no window
   * @throws IllegalStateException if the pack is closed
   */
  void look(List<Tensor> window);

  /**
   * Puts the window that was read last into words; as often as wanted.
   *
   * @param seed which words and looks are drawn where the decoding samples; the same seed draws the
   *     same
   * @return the caption; its words have one weight for each frame of the window (temporal) or cell
   *     (spatial), none where the pack attends to nothing
   * @throws InferenceException {@link Code#RUN_FAILED} if the graph fails, or gives
   *     log-probabilities or attention weights that are none
   * @throws IllegalStateException if there is no window, or the pack is closed
   */
  Caption say(long seed);

  /**
   * {@link #look} and {@link #say} in one.
   *
   * @throws InferenceException as these
   * @throws IllegalStateException if the pack is closed
   */
  default Caption caption(List<Tensor> window, long seed) {
    look(window);
    return say(seed);
  }

  @Override
  void close();
}
