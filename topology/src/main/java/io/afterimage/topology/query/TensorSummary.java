package io.afterimage.topology.query;

import io.afterimage.contract.feature.Shape;
import io.afterimage.contract.feature.Tensor;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A tensor in numbers. What is not a number (NaN) makes those that depend on it NaN too. Immutable.
 *
 * @param name the name it has in the pack
 * @param dtype the wire name of its element type
 * @param shape its dimensions, outermost first
 * @param min the least element
 * @param max the greatest element
 * @param mean the mean of the elements
 * @param l2 the square root of the sum of their squares
 * @param zeros the share of elements that are exactly 0, from 0 to 1
 * @param values the elements, row-major; null unless they were asked for
 */
public record TensorSummary(
    String name,
    String dtype,
    List<Integer> shape,
    double min,
    double max,
    double mean,
    double l2,
    double zeros,
    @Nullable List<Double> values) {
  /** Copies the lists. */
  public TensorSummary {
    shape = List.copyOf(shape);
    values = values == null ? null : List.copyOf(values);
  }

  /** The summary of a tensor. */
  static TensorSummary of(Tensor tensor, boolean values) {
    double[] elements = elements(tensor);
    double sum = 0;
    double squares = 0;
    int zeros = 0;
    for (double element : elements) {
      sum += element;
      squares += element * element;
      zeros += element == 0 ? 1 : 0;
    }
    return new TensorSummary(
        tensor.name(),
        tensor.dtype().wireName(),
        tensor.shape().dims(),
        Arrays.stream(elements).min().orElse(Double.NaN),
        Arrays.stream(elements).max().orElse(Double.NaN),
        sum / elements.length,
        Math.sqrt(squares),
        (double) zeros / elements.length,
        values ? Arrays.stream(elements).boxed().toList() : null);
  }

  /** The summary of a row of numbers; there is at least one. */
  static TensorSummary ofFloats(String name, float[] elements, boolean values) {
    return of(Tensor.ofFloats(name, Shape.of(elements.length), elements), values);
  }

  private static double[] elements(Tensor tensor) {
    ByteBuffer data = tensor.data();
    double[] elements = new double[tensor.shape().elements()];
    for (int i = 0; i < elements.length; i++) {
      elements[i] =
          switch (tensor.dtype()) {
            case FLOAT32 -> data.getFloat();
            case INT64 -> data.getLong();
            case UINT8 -> Byte.toUnsignedInt(data.get());
          };
    }
    return elements;
  }
}
