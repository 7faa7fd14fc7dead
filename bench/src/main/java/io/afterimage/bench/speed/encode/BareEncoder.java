package io.afterimage.bench.speed.encode;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.afterimage.bench.speed.clip.StoredFrame;
import io.afterimage.bench.speed.measure.CpuTime;
import io.afterimage.bench.speed.measure.Stopwatch;
import io.afterimage.bench.speed.measure.Work;
import io.afterimage.contract.feature.Shape;
import io.afterimage.contract.frame.Pixels;
import io.afterimage.inference.pack.Pack;
import io.afterimage.inference.pack.StepSpec;
import io.afterimage.inference.pack.TensorSpec;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * The JPEG decoder and ONNX Runtime alone: each JPEG is decoded and thrown away, and the encoder's
 * graph is run on memory that is filled once. Owns native memory. Used by one thread.
 */
public final class BareEncoder implements AutoCloseable {
  private final OrtSession session;
  private final Map<String, OnnxTensor> inputs = new HashMap<>();
  private final Map<String, OnnxTensor> outputs = new HashMap<>();
  private final ImageReader jpegs = ImageIO.getImageReadersByFormatName("jpeg").next();
  private final boolean grey;
  private final List<byte[]> pictures;
  private final int batch;

  /**
   * Loads the graph.
   *
   * @param pack whose encoder is run; its runtime has loaded the library before
   * @param frames whose JPEGs are decoded in turn; empty: none are
   * @param batch items of one run
   * @throws OrtException if the graph cannot be loaded
   */
  public BareEncoder(Pack pack, List<StoredFrame> frames, int batch) throws OrtException {
    this.batch = batch;
    this.grey = pack.manifest().input().pixels() == Pixels.GRAY8;
    this.pictures = frames.stream().map(StoredFrame::value).toList();
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    StepSpec encoder = pack.manifest().encoder();
    session = session(environment, pack.folder().resolve(encoder.graph()).toString());
    for (TensorSpec input : encoder.inputs()) {
      inputs.put(input.name(), tensor(environment, input));
    }
    for (TensorSpec output : encoder.outputs()) {
      outputs.put(output.name(), tensor(environment, output));
    }
  }

  /** On one thread, as the product's sessions are. */
  private static OrtSession session(OrtEnvironment environment, String graph) throws OrtException {
    try (SessionOptions options = new SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.setOptimizationLevel(SessionOptions.OptLevel.ALL_OPT);
      return environment.createSession(graph, options);
    }
  }

  private OnnxTensor tensor(OrtEnvironment environment, TensorSpec spec) throws OrtException {
    Shape shape = spec.shape(batch);
    ByteBuffer memory =
        ByteBuffer.allocateDirect(shape.elements() * spec.dtype().bytes())
            .order(ByteOrder.nativeOrder());
    long[] dims = shape.dims().stream().mapToLong(Integer::longValue).toArray();
    OnnxJavaType type =
        switch (spec.dtype()) {
          case FLOAT32 -> OnnxJavaType.FLOAT;
          case INT64 -> OnnxJavaType.INT64;
          case UINT8 -> OnnxJavaType.UINT8;
        };
    return OnnxTensor.createTensor(environment, memory, dims, type);
  }

  /**
   * Decodes and runs, by the CPU time of this thread.
   *
   * @param count frames, rounded up to whole batches
   * @throws OrtException if a run fails
   * @throws IOException if a JPEG does not decode
   */
  public Work encode(int count) throws OrtException, IOException {
    Stopwatch stopwatch = Stopwatch.start(CpuTime::ofThread);
    int done = 0;
    while (done < count) {
      for (int i = 0; i < batch && !pictures.isEmpty(); i++) {
        decode(pictures.get((done + i) % pictures.size()));
      }
      session.run(inputs, outputs).close();
      done += batch;
    }
    return stopwatch.done(done);
  }

  private void decode(byte[] jpeg) throws IOException {
    try (var stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(jpeg))) {
      jpegs.setInput(stream, true, true);
      int rows = grey ? jpegs.readRaster(0, null).getHeight() : jpegs.read(0).getHeight();
      if (rows < 1) {
        throw new IOException("a JPEG without rows");
      }
    }
  }

  @Override
  public void close() throws OrtException {
    jpegs.dispose();
    List<OnnxTensor> all = new ArrayList<>(inputs.values());
    all.addAll(outputs.values());
    all.forEach(OnnxTensor::close);
    session.close();
  }
}
