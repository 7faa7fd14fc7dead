package io.afterimage.inference.runtime;

import io.afterimage.contract.feature.Feature;
import io.afterimage.contract.feature.Tensor;
import java.util.List;

/**
 * The part of a pack that carries a camera's hidden state: its recurrent steps and heads. Holds
 * scratch buffers: one thread at a time; make one for each thread. The states themselves belong to
 * the caller.
 */
public interface MemoryModel extends AutoCloseable {
  /**
   * What one step gives.
   *
   * @param scores one a label, 0 to 1
   * @param states the next hidden state, in the manifest's order; fresh values that nobody else
   *     writes to
   */
  record Step(List<Float> scores, List<Tensor> states) {}

  /** The state at the start of a stream: zeros. */
  List<Tensor> initialStates();

  /**
   * Takes one step.
   *
   * @param feature the encoder's outputs for the frame
   * @param states the hidden state before the frame, in the manifest's order
   * @throws InferenceException if a tensor is missing or of another shape or type, or if the graph
   *     fails
   */
  Step step(Feature feature, List<Tensor> states);

  /**
   * What the pack looked at in the frame that was stepped last, as the graph gave it: a weight for
   * each cell, rows first.
   *
   * @param feature that frame's
   * @throws InferenceException if the pack has no attention part, or the feature lacks the tensor
   *     or holds it in another shape or type
   */
  List<Float> attention(Feature feature);

  @Override
  void close();
}
