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

  /**
   * A frame to be stepped.
   *
   * @param feature the encoder's outputs for the frame
   * @param states the hidden state before the frame, in the manifest's order
   */
  record Ask(Feature feature, List<Tensor> states) {}

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
   * How many frames one run may step so that each gives the very bits that it gives alone; 1 where
   * that is not so, or {@link #attention} reads what a step leaves behind.
   */
  default int together() {
    return 1;
  }

  /**
   * Steps frames of different cameras in one run, which costs less a frame.
   *
   * @param asks at most {@link #together()}
   * @return as many, in the same order
   * @throws InferenceException as {@link #step(Feature, List)}, for any of them
   */
  default List<Step> step(List<Ask> asks) {
    return asks.stream().map(ask -> step(ask.feature(), ask.states())).toList();
  }

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
