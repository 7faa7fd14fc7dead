package io.afterimage.inference.pack;

import io.afterimage.contract.feature.DType;
import io.afterimage.contract.feature.Shape;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A tensor as the manifest declares it. Immutable.
 *
 * @param name its name in the graph and in the pack
 * @param dims its dimensions, {@link #BATCH} for the batch axis
 * @param dtype its element type
 * @param meaning what it holds, for people; may be empty
 */
public record TensorSpec(String name, List<Integer> dims, DType dtype, String meaning) {
  /** Stands for the batch axis, written {@code N}. */
  public static final int BATCH = -1;

  /** Copies the dimensions. */
  public TensorSpec {
    dims = List.copyOf(dims);
  }

  /** The shape at a batch size. */
  public Shape shape(int batch) {
    return new Shape(dims.stream().map(dim -> dim == BATCH ? batch : dim).toList());
  }

  /** Type and dimensions as a manifest writes them, for messages. */
  String text() {
    return text(dtype, dims);
  }

  static String text(DType dtype, List<Integer> dims) {
    return dtype.wireName() + text(dims);
  }

  static String text(List<Integer> dims) {
    return dims.stream()
        .map(dim -> dim == BATCH ? "N" : dim.toString())
        .collect(Collectors.joining(", ", "[", "]"));
  }
}
