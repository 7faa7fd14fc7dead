package io.afterimage.inference.runtime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.afterimage.contract.feature.Tensor;
import io.afterimage.inference.InferenceException;
import io.afterimage.inference.InferenceException.Code;
import io.afterimage.inference.pack.StepSpec;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What one thread needs to encode a batch; made once, one thread at a time. */
final class EncoderScratch implements AutoCloseable {
  private final OrtEnvironment environment;
  private final GraphSession session;
  private final FrameScaling scaling;
  private final byte[] pixels;
  private final float[] row;
  private final BatchBuffer input;
  private final FloatBuffer inputFloats;
  private final List<BatchBuffer> outputs;

  EncoderScratch(
      OrtEnvironment environment, GraphSession session, FrameScaling scaling, int maxBatch) {
    this.environment = environment;
    this.session = session;
    this.scaling = scaling;
    StepSpec step = session.step();
    this.input = new BatchBuffer(step.inputs().get(0), maxBatch);
    this.inputFloats = input.bytes().asFloatBuffer();
    this.outputs = step.outputs().stream().map(spec -> new BatchBuffer(spec, maxBatch)).toList();
    this.pixels = new byte[scaling.size()];
    this.row = new float[scaling.size()];
  }

  /** Encodes up to the greatest batch's frames; of each frame, the outputs in manifest order. */
  List<List<Tensor>> encode(List<ByteBuffer> frames) {
    for (int i = 0; i < frames.size(); i++) {
      ByteBuffer frame = frames.get(i);
      frame.get(frame.position(), pixels);
      scaling.scale(pixels, row, inputFloats, i * scaling.size());
    }
    run(frames.size());
    List<List<Tensor>> results = new ArrayList<>(frames.size());
    for (int i = 0; i < frames.size(); i++) {
      results.add(result(i, frames.size()));
    }
    return results;
  }

  /** Runs on what the buffers hold. */
  void run(int batch) {
    try {
      Map<String, OnnxTensor> from = Map.of(input.spec().name(), input.view(environment, batch));
      Map<String, OnnxTensor> into = new HashMap<>();
      for (BatchBuffer output : outputs) {
        into.put(output.spec().name(), output.view(environment, batch));
      }
      session.run(from, into);
    } catch (OrtException e) {
      throw new InferenceException(
          Code.RUN_FAILED, "no tensors could be made for a batch of " + batch, e);
    }
  }

  private List<Tensor> result(int item, int batch) {
    List<Tensor> tensors = new ArrayList<>(outputs.size());
    for (BatchBuffer output : outputs) {
      tensors.add(
          new Tensor(
              output.spec().name(), output.spec().dtype(), output.one(), output.copy(item, batch)));
    }
    return tensors;
  }

  @Override
  public void close() {
    input.close();
    outputs.forEach(BatchBuffer::close);
  }
}
