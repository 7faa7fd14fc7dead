package io.afterimage.contract.feature;

import io.afterimage.contract.ContractException;
import io.afterimage.contract.ErrorCode;
import java.util.Arrays;
import java.util.List;

/**
 * A tensor's dimensions, outermost first. Immutable.
 *
 * @param dims each at least 1; at most 8 of them and at most 2^26 elements together
 */
public record Shape(List<Integer> dims) {
  private static final int MAX_RANK = 8;
  private static final long MAX_ELEMENTS = 1L << 26;

  /**
   * @throws ContractException {@link ErrorCode#BAD_FIELD} if there are too many dimensions or one
   *     is out of range
   */
  public Shape {
    dims = List.copyOf(dims);
    long count = 1;
    for (int dim : dims) {
      count = dim < 1 || count > MAX_ELEMENTS ? Long.MAX_VALUE : count * dim;
    }
    if (dims.size() > MAX_RANK || count > MAX_ELEMENTS) {
      throw new ContractException(
          ErrorCode.BAD_FIELD,
          "shape %s is out of range: at most %d dimensions of at least 1, %d elements together"
              .formatted(dims, MAX_RANK, MAX_ELEMENTS));
    }
  }

  /** The shape of those dimensions. */
  public static Shape of(int... dims) {
    return new Shape(Arrays.stream(dims).boxed().toList());
  }

  /** The number of elements: the product of the dimensions, 1 for a scalar. */
  public int elements() {
    int count = 1;
    for (int dim : dims) {
      count *= dim;
    }
    return count;
  }

  @Override
  public String toString() {
    return dims.toString();
  }
}
