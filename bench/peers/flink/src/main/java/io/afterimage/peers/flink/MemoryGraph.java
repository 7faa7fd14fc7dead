package io.afterimage.peers.flink;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.afterimage.contract.feature.Feature;
import io.afterimage.contract.feature.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The recurrent step in ONNX Runtime, with input buffers of its own. For one thread. */
final class MemoryGraph implements AutoCloseable {
  private final PeerPack pack;
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;
  private final Set<String> outputs = new LinkedHashSet<>();
  private final Map<String, FloatBuffer> buffers = new HashMap<>();

  /**
   * @throws OrtException if the graph cannot be loaded
   */
  MemoryGraph(PeerPack pack) throws OrtException {
    this.pack = pack;
    outputs.add(pack.scores());
    pack.states().forEach(state -> outputs.add(state.output()));
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      // A run stays on the task's thread; a pool that spins would take the cores from Flink.
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
      options.addConfigEntry("session.inter_op.allow_spinning", "0");
      session = environment.createSession(pack.graph(), options);
    }
  }

  /**
   * One step.
   *
   * @param states all recurrent tensors, one after the other; the next ones take their place
   * @return the labels' scores
   * @throws OrtException if ONNX Runtime fails
   */
  float[] step(Feature feature, float[] states) throws OrtException {
    Map<String, OnnxTensor> inputs = new HashMap<>();
    try {
      for (String name : pack.features()) {
        Tensor tensor = feature.tensor(name);
        List<Integer> dims = tensor.shape().dims();
        FloatBuffer values = buffer(name, tensor.shape().elements()).put(tensor.floats()).flip();
        inputs.put(name, tensor(values, dims.stream().mapToLong(Integer::longValue).toArray()));
      }
      int at = 0;
      for (PeerPack.State state : pack.states()) {
        FloatBuffer values =
            buffer(state.input(), state.elements()).put(states, at, state.elements()).flip();
        inputs.put(
            state.input(),
            tensor(values, state.shape().stream().mapToLong(Long::longValue).toArray()));
        at += state.elements();
      }
      try (OrtSession.Result result = session.run(inputs, outputs)) {
        return take(result, states);
      }
    } finally {
      inputs.values().forEach(OnnxTensor::close);
    }
  }

  @Override
  public void close() throws OrtException {
    session.close();
  }

  private float[] take(OrtSession.Result result, float[] states) {
    int at = 0;
    for (int i = 0; i < pack.states().size(); i++) {
      FloatBuffer next = ((OnnxTensor) result.get(i + 1)).getFloatBuffer();
      int elements = next.remaining();
      next.get(states, at, elements);
      at += elements;
    }
    FloatBuffer values = ((OnnxTensor) result.get(0)).getFloatBuffer();
    float[] scores = new float[values.remaining()];
    values.get(scores);
    return scores;
  }

  private OnnxTensor tensor(FloatBuffer values, long[] shape) throws OrtException {
    return OnnxTensor.createTensor(environment, values, shape);
  }

  private FloatBuffer buffer(String name, int elements) {
    return buffers
        .computeIfAbsent(
            name,
            key ->
                ByteBuffer.allocateDirect(Float.BYTES * elements)
                    .order(ByteOrder.nativeOrder())
                    .asFloatBuffer())
        .clear();
  }
}
