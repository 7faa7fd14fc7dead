package io.afterimage.inference.runtime;

import io.afterimage.contract.feature.Shape;
import io.afterimage.contract.feature.Tensor;
import io.afterimage.inference.InferenceException;
import io.afterimage.inference.InferenceException.Code;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.List;

/** Native memory of one window: its tensors, zeros behind its frames, and the mask of both. */
final class CaptionWindow {
  private final int most;
  private final List<BatchBuffer> tensors;
  private final BatchBuffer mask;
  private int frames;

  /**
   * @param most the most frames
   * @param tensors {@code [1, most, ...]} each, in the order in which windows hold them
   * @param mask {@code float32[1, most]}
   */
  CaptionWindow(int most, List<BatchBuffer> tensors, BatchBuffer mask) {
    this.most = most;
    this.tensors = tensors;
    this.mask = mask;
  }

  /** How many frames there are. */
  int frames() {
    return frames;
  }

  /**
   * Fills in a window.
   *
   * @throws InferenceException {@link Code#BAD_TENSOR} if it does not fit
   */
  void fill(List<Tensor> window) {
    if (window.size() != tensors.size()) {
      throw new InferenceException(
          Code.BAD_TENSOR,
          "a window of %d tensors given, but the pack's has %d"
              .formatted(window.size(), tensors.size()));
    }
    int count = window.get(0).shape().dims().stream().findFirst().orElse(0);
    if (count < 1 || count > most) {
      throw new InferenceException(
          Code.BAD_TENSOR,
          "a window of %d frames given, but the pack's has 1 to %d".formatted(count, most));
    }
    for (int i = 0; i < window.size(); i++) {
      fill(tensors.get(i), window.get(i), count);
    }
    frames = count;
    fillMask();
  }

  /** A window of as many frames as there may be, all zeros. */
  void fillZeros() {
    for (BatchBuffer tensor : tensors) {
      zero(tensor.bytes(), 0);
    }
    frames = most;
    fillMask();
  }

  private static void fill(BatchBuffer buffer, Tensor tensor, int count) {
    List<Integer> one = buffer.one().dims();
    List<Integer> given = tensor.shape().dims();
    boolean fits =
        tensor.name().equals(buffer.spec().name())
            && tensor.dtype() == buffer.spec().dtype()
            && !given.isEmpty()
            && given.get(0) == count
            && given.subList(1, given.size()).equals(one.subList(2, one.size()));
    if (!fits) {
      throw new InferenceException(
          Code.BAD_TENSOR,
          "tensor '%s' %s%s given where %d frames of '%s' %s%s are read"
              .formatted(
                  tensor.name(),
                  tensor.dtype().wireName(),
                  tensor.shape(),
                  count,
                  buffer.spec().name(),
                  buffer.spec().dtype().wireName(),
                  new Shape(one.subList(2, one.size()))));
    }
    ByteBuffer data = tensor.data();
    int size = data.remaining();
    buffer.bytes().put(0, data, data.position(), size);
    zero(buffer.bytes(), size);
  }

  private static void zero(ByteBuffer bytes, int from) {
    for (int i = from; i < bytes.limit(); i++) {
      bytes.put(i, (byte) 0);
    }
  }

  private void fillMask() {
    FloatBuffer ones = mask.bytes().asFloatBuffer();
    for (int i = 0; i < most; i++) {
      ones.put(i, i < frames ? 1 : 0);
    }
  }
}
