package io.afterimage.topology.window;

import io.afterimage.contract.event.MediaPoint;
import io.afterimage.contract.feature.Tensor;
import java.util.List;

/**
 * What a slot holds of one frame. Immutable; the tensors' data may be views of the store's bytes.
 *
 * @param epoch the camera's epoch
 * @param point the frame
 * @param tensors the tensors that the pack reads, {@code [1, ...]}, in the rules' order
 */
public record KeptFrame(long epoch, MediaPoint point, List<Tensor> tensors) {
  /** Copies the list. */
  public KeptFrame {
    tensors = List.copyOf(tensors);
  }
}
