package io.afterimage.contract.feature;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.afterimage.contract.ContractException;
import io.afterimage.contract.ErrorCode;
import io.afterimage.contract.StrictText;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Lists of tensors as bytes: count (1 byte), then of each: name length (1), name (UTF-8), element
 * type (1), rank (1), dimensions (4 each), elements. Little-endian. Stateless and thread-safe.
 */
public final class TensorCodec {
  private TensorCodec() {}

  /** The number of bytes that {@link #write} will put. */
  public static int size(List<Tensor> tensors) {
    int size = 1;
    for (Tensor tensor : tensors) {
      size +=
          3
              + tensor.name().getBytes(UTF_8).length
              + Integer.BYTES * tensor.shape().dims().size()
              + tensor.data().remaining();
    }
    return size;
  }

  /** Puts the tensors at the buffer's position; the buffer must be little-endian. */
  public static void write(List<Tensor> tensors, ByteBuffer out) {
    out.put((byte) tensors.size());
    for (Tensor tensor : tensors) {
      byte[] name = tensor.name().getBytes(UTF_8);
      out.put((byte) name.length).put(name);
      out.put(tensor.dtype().code()).put((byte) tensor.shape().dims().size());
      tensor.shape().dims().forEach(out::putInt);
      out.put(tensor.data());
    }
  }

  /**
   * Reads the tensors at the buffer's position; their data are views of the buffer.
   *
   * @throws ContractException if the bytes end early or a type or shape is not known
   */
  public static List<Tensor> read(ByteBuffer in) {
    try {
      in.order(ByteOrder.LITTLE_ENDIAN);
      int count = Byte.toUnsignedInt(in.get());
      List<Tensor> tensors = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        tensors.add(readOne(in));
      }
      return tensors;
    } catch (BufferUnderflowException e) {
      throw new ContractException(ErrorCode.BAD_LENGTH, "tensors end before their last byte");
    }
  }

  private static Tensor readOne(ByteBuffer in) {
    byte[] name = new byte[Byte.toUnsignedInt(in.get())];
    in.get(name);
    DType dtype = dtype(in.get());
    int rank = Byte.toUnsignedInt(in.get());
    List<Integer> dims = new ArrayList<>(Math.min(rank, 8));
    for (int i = 0; i < rank; i++) {
      dims.add(in.getInt());
    }
    Shape shape = new Shape(dims);
    int bytes = shape.elements() * dtype.bytes();
    if (bytes > in.remaining()) {
      throw new BufferUnderflowException();
    }
    ByteBuffer data = in.slice(in.position(), bytes);
    in.position(in.position() + bytes);
    return new Tensor(StrictText.read("a tensor's name", name), dtype, shape, data);
  }

  private static DType dtype(byte code) {
    for (DType dtype : DType.values()) {
      if (dtype.code() == code) {
        return dtype;
      }
    }
    throw new ContractException(ErrorCode.BAD_FIELD, "element type " + code + " is not known");
  }
}
