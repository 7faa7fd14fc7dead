package io.afterimage.contract.feature;

import io.afterimage.contract.ContractException;
import io.afterimage.contract.ErrorCode;
import io.afterimage.contract.Position;
import java.util.List;

/**
 * What an encoder made of one frame.
 *
 * @param position the frame's
 * @param periodUs the source's effective interval between sampled frames, in microseconds
 * @param encoder the encoder graph's SHA-256, 64 hexadecimal digits: a memory takes the features of
 *     its own encoder only
 * @param timing where the time went
 * @param tensors the encoder's outputs with a batch axis of 1
 */
public record Feature(
    Position position, int periodUs, String encoder, Timing timing, List<Tensor> tensors)
    implements FeatureRecord {
  /**
   * @throws ContractException {@link ErrorCode#BAD_FIELD} if a number is out of range or the hash
   *     is none
   */
  public Feature {
    tensors = List.copyOf(tensors);
    if (position.seq() < 0 || periodUs < 1 || encoder.length() != 64 || tensors.size() > 255) {
      throw new ContractException(
          ErrorCode.BAD_FIELD,
          "feature out of range: seq %d must be at least 0, period_us %d at least 1, encoder '%s' 64 hexadecimal digits"
              .formatted(position.seq(), periodUs, encoder));
    }
  }

  /**
   * The tensor of that name.
   *
   * @throws ContractException {@link ErrorCode#MISSING_FIELD} if there is none
   */
  public Tensor tensor(String name) {
    for (Tensor tensor : tensors) {
      if (tensor.name().equals(name)) {
        return tensor;
      }
    }
    throw new ContractException(ErrorCode.MISSING_FIELD, "tensor '" + name + "' is missing");
  }
}
