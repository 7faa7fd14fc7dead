package io.afterimage.inference.runtime;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.afterimage.contract.feature.DType;
import io.afterimage.contract.feature.Shape;
import io.afterimage.inference.pack.TensorSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Native memory for one tensor at any batch size up to a greatest, and ONNX Runtime's view of it.
 * Made once and reused for every run; one thread at a time. The views of a batch axis that is not
 * the first cannot be filled item by item, only by {@link #gather}.
 */
final class BatchBuffer implements AutoCloseable {
  private final TensorSpec spec;
  private final Shape one;
  private final int itemBytes;
  private final ByteBuffer bytes;
  private final @Nullable OnnxTensor[] views;

  BatchBuffer(TensorSpec spec, int maxBatch) {
    this.spec = spec;
    this.one = spec.shape(1);
    this.itemBytes = one.elements() * spec.dtype().bytes();
    this.bytes =
        ByteBuffer.allocateDirect(Math.multiplyExact(itemBytes, maxBatch))
            .order(ByteOrder.nativeOrder());
    this.views = new OnnxTensor[maxBatch + 1];
  }

  TensorSpec spec() {
    return spec;
  }

  /** The shape of one item, batch axis 1. */
  Shape one() {
    return one;
  }

  /** Bytes of one item. */
  int itemBytes() {
    return itemBytes;
  }

  /** The memory itself, in the machine's byte order; use absolute access. */
  ByteBuffer bytes() {
    return bytes;
  }

  /** ONNX Runtime's view of the first items; owned by this buffer. */
  OnnxTensor view(OrtEnvironment environment, int batch) throws OrtException {
    OnnxTensor view = views[batch];
    if (view == null) {
      long[] dims = spec.shape(batch).dims().stream().mapToLong(Integer::longValue).toArray();
      ByteBuffer part = bytes.slice(0, batch * itemBytes).order(ByteOrder.nativeOrder());
      view = OnnxTensor.createTensor(environment, part, dims, type(spec.dtype()));
      views[batch] = view;
    }
    return view;
  }

  /**
   * Fills the items from another buffer's, whichever axis is the batch axis.
   *
   * @param source of the same type and shape but for the batch axis
   * @param sourceBatch how many items it holds
   * @param items of each item here, which one of the source it becomes; as many as the batch's size
   */
  void gather(BatchBuffer source, int sourceBatch, int... items) {
    int outer = outer();
    int inner = itemBytes / outer;
    for (int row = 0; row < outer; row++) {
      for (int i = 0; i < items.length; i++) {
        int from = (row * sourceBatch + items[i]) * inner;
        bytes.put((row * items.length + i) * inner, source.bytes, from, inner);
      }
    }
  }

  /**
   * A copy of one item on the heap, whichever axis is the batch axis.
   *
   * @param batch how many items there are
   */
  ByteBuffer copy(int item, int batch) {
    byte[] copy = new byte[itemBytes];
    int outer = outer();
    int inner = itemBytes / outer;
    for (int row = 0; row < outer; row++) {
      bytes.get((row * batch + item) * inner, copy, row * inner, inner);
    }
    return ByteBuffer.wrap(copy);
  }

  /**
   * Fills one item, whichever axis is the batch axis.
   *
   * @param batch how many items there are
   * @param from as many bytes as an item has, from its first one on
   */
  void put(int item, int batch, ByteBuffer from) {
    int outer = outer();
    int inner = itemBytes / outer;
    for (int row = 0; row < outer; row++) {
      bytes.put((row * batch + item) * inner, from, row * inner, inner);
    }
  }

  /** The product of the dimensions before the batch axis. */
  private int outer() {
    int outer = 1;
    for (int dim : spec.dims().subList(0, spec.dims().indexOf(TensorSpec.BATCH))) {
      outer *= dim;
    }
    return outer;
  }

  /** ONNX Runtime's name of an element type. */
  static OnnxJavaType type(DType dtype) {
    return switch (dtype) {
      case FLOAT32 -> OnnxJavaType.FLOAT;
      case INT64 -> OnnxJavaType.INT64;
      case UINT8 -> OnnxJavaType.UINT8;
    };
  }

  @Override
  public void close() {
    for (OnnxTensor view : views) {
      if (view != null) {
        view.close();
      }
    }
  }
}
