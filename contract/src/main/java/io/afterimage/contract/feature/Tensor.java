package io.afterimage.contract.feature;

import io.afterimage.contract.ContractException;
import io.afterimage.contract.ErrorCode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * A named array of numbers, row-major, little-endian. The data is a view, not a copy: whoever hands
 * over a tensor no longer writes to it. Reading is thread-safe.
 *
 * @param name the name it has in the pack
 * @param dtype the element type
 * @param shape the dimensions
 * @param data the elements; every access returns an own cursor over the same bytes
 */
public record Tensor(String name, DType dtype, Shape shape, ByteBuffer data) {
  /**
   * @throws ContractException {@link ErrorCode#BAD_LENGTH} if the bytes are not elements × element
   *     size; {@link ErrorCode#BAD_FIELD} if the name is empty or longer than 64
   */
  public Tensor {
    if (name.isEmpty() || name.length() > 64) {
      throw new ContractException(
          ErrorCode.BAD_FIELD, "tensor name '%s' must have 1 to 64 characters".formatted(name));
    }
    if (data.remaining() != shape.elements() * dtype.bytes()) {
      throw new ContractException(
          ErrorCode.BAD_LENGTH,
          "tensor '%s' %s%s must have %d bytes, not %d"
              .formatted(
                  name,
                  dtype.wireName(),
                  shape,
                  shape.elements() * dtype.bytes(),
                  data.remaining()));
    }
    data = data.slice().asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** A tensor of single-precision numbers, copied. */
  public static Tensor ofFloats(String name, Shape shape, float... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return new Tensor(name, DType.FLOAT32, shape, bytes);
  }

  @Override
  public ByteBuffer data() {
    return data.duplicate().order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * The elements as single-precision numbers.
   *
   * @throws ContractException {@link ErrorCode#BAD_FIELD} if they are of another type
   */
  public FloatBuffer floats() {
    if (dtype != DType.FLOAT32) {
      throw new ContractException(
          ErrorCode.BAD_FIELD, "tensor '%s' is %s, not float32".formatted(name, dtype.wireName()));
    }
    return data().asFloatBuffer();
  }
}
