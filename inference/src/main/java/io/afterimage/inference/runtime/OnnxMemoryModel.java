package io.afterimage.inference.runtime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.afterimage.contract.ContractException;
import io.afterimage.contract.feature.DType;
import io.afterimage.contract.feature.Feature;
import io.afterimage.contract.feature.Tensor;
import io.afterimage.inference.InferenceException;
import io.afterimage.inference.InferenceException.Code;
import io.afterimage.inference.pack.AttentionSpec;
import io.afterimage.inference.pack.Manifest;
import io.afterimage.inference.pack.StateSpec;
import io.afterimage.inference.pack.StepSpec;
import io.afterimage.inference.pack.TensorSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs a pack's steps after the encoder, on one camera's frame or on several cameras'. All tensors
 * of all steps have one piece of native memory each, so that what one step gives the next one reads
 * in place.
 */
final class OnnxMemoryModel implements MemoryModel {
  private record Bound(
      GraphSession session, Map<String, OnnxTensor> inputs, Map<String, OnnxTensor> outputs) {}

  private final OrtEnvironment environment;
  private final List<GraphSession> sessions;
  private final Manifest manifest;
  private final int together;
  private final List<StateSpec> states;
  private final Map<String, BatchBuffer> buffers = new LinkedHashMap<>();
  private final List<BatchBuffer> features = new ArrayList<>();
  private final Map<Integer, List<Bound>> steps = new HashMap<>();
  private final BatchBuffer scores;

  /**
   * @param together how many frames a run may step
   */
  OnnxMemoryModel(
      OrtEnvironment environment, List<GraphSession> sessions, Manifest manifest, int together) {
    this.environment = environment;
    this.sessions = List.copyOf(sessions);
    this.manifest = manifest;
    this.together = together;
    this.states = manifest.states();
    try {
      steps.put(1, bind(1));
    } catch (RuntimeException e) {
      close();
      throw e;
    }
    this.scores = buffer(manifest.scores());
  }

  private List<Bound> bind(int batch) {
    List<Bound> bound = new ArrayList<>();
    try {
      for (GraphSession session : sessions) {
        bound.add(bind(session, batch));
      }
    } catch (OrtException e) {
      throw new InferenceException(Code.RUN_FAILED, "no tensors could be made for the memory", e);
    }
    return bound;
  }

  private Bound bind(GraphSession session, int batch) throws OrtException {
    Map<String, OnnxTensor> inputs = new HashMap<>();
    Map<String, OnnxTensor> outputs = new HashMap<>();
    StepSpec step = session.step();
    for (TensorSpec input : step.inputs()) {
      if (!buffers.containsKey(input.name())) {
        // No step before this one gives it: the encoder does.
        features.add(own(input));
      }
      inputs.put(input.name(), buffer(input.name()).view(environment, batch));
    }
    for (StateSpec state : step.states()) {
      inputs.put(state.name(), own(state.input()).view(environment, batch));
      outputs.put(state.output().name(), own(state.output()).view(environment, batch));
    }
    for (TensorSpec output : step.outputs()) {
      outputs.put(output.name(), own(output).view(environment, batch));
    }
    return new Bound(session, inputs, outputs);
  }

  private BatchBuffer own(TensorSpec spec) {
    return buffers.computeIfAbsent(spec.name(), name -> new BatchBuffer(spec, together));
  }

  private BatchBuffer buffer(String name) {
    BatchBuffer buffer = buffers.get(name);
    if (buffer == null) {
      throw new InferenceException(
          Code.BAD_MANIFEST, "no step gives a tensor '%s'".formatted(name));
    }
    return buffer;
  }

  @Override
  public List<Tensor> initialStates() {
    return states.stream()
        .map(
            state -> {
              BatchBuffer buffer = buffer(state.name());
              ByteBuffer zeros = ByteBuffer.allocate(buffer.itemBytes());
              return new Tensor(state.name(), state.input().dtype(), buffer.one(), zeros);
            })
        .toList();
  }

  @Override
  public Step step(Feature feature, List<Tensor> before) {
    return step(List.of(new Ask(feature, before))).get(0);
  }

  @Override
  public int together() {
    return readsLeftovers() ? 1 : together;
  }

  @Override
  public List<Step> step(List<Ask> asks) {
    for (int i = 0; i < asks.size(); i++) {
      fill(asks.get(i), i, asks.size());
    }
    run(asks.size());
    List<Step> given = new ArrayList<>(asks.size());
    for (int i = 0; i < asks.size(); i++) {
      given.add(given(i, asks.size()));
    }
    return given;
  }

  /** Whether the weights of attention are read from where a step has put or read them. */
  private boolean readsLeftovers() {
    AttentionSpec attention = manifest.attention();
    return attention != null && buffers.containsKey(attention.tensor());
  }

  private void fill(Ask ask, int item, int batch) {
    List<Tensor> before = ask.states();
    if (before.size() != states.size()) {
      throw new InferenceException(
          Code.BAD_TENSOR,
          "%d states given, but the pack has %d".formatted(before.size(), states.size()));
    }
    for (BatchBuffer buffer : features) {
      fill(buffer, find(ask.feature(), buffer.spec().name()), item, batch);
    }
    for (int i = 0; i < before.size(); i++) {
      fill(buffer(states.get(i).name()), before.get(i), item, batch);
    }
  }

  private Step given(int item, int batch) {
    List<Tensor> after = new ArrayList<>(states.size());
    for (StateSpec state : states) {
      after.add(nextState(state, item, batch));
    }
    FloatBuffer values = scores.copy(item, batch).order(ByteOrder.nativeOrder()).asFloatBuffer();
    requireFinite(scores.spec().name(), values);
    return new Step(floats(values, manifest.labels().size()), List.copyOf(after));
  }

  /** Runs on what the buffers hold of so many frames. */
  void run(int batch) {
    for (Bound step : steps.computeIfAbsent(batch, this::bind)) {
      step.session().run(step.inputs(), step.outputs());
    }
  }

  @Override
  public List<Float> attention(Feature feature) {
    AttentionSpec spec = manifest.requireAttention();
    BatchBuffer given = buffers.get(spec.tensor());
    if (given != null) {
      return floats(given.bytes().asFloatBuffer(), spec.cells());
    }
    // The encoder gives it, and no step reads it.
    Tensor tensor = find(feature, spec.tensor());
    if (tensor.dtype() != DType.FLOAT32 || tensor.shape().elements() != spec.cells()) {
      throw new InferenceException(
          Code.BAD_TENSOR,
          "tensor '%s' %s%s given where %d weights are read"
              .formatted(tensor.name(), tensor.dtype().wireName(), tensor.shape(), spec.cells()));
    }
    return floats(tensor.floats(), spec.cells());
  }

  private static Tensor find(Feature feature, String name) {
    try {
      return feature.tensor(name);
    } catch (ContractException e) {
      throw new InferenceException(
          Code.BAD_TENSOR, "the feature has no tensor '%s'".formatted(name), e);
    }
  }

  private static void fill(BatchBuffer buffer, Tensor tensor, int item, int batch) {
    TensorSpec spec = buffer.spec();
    if (!tensor.name().equals(spec.name())
        || tensor.dtype() != spec.dtype()
        || !tensor.shape().equals(buffer.one())) {
      throw new InferenceException(
          Code.BAD_TENSOR,
          "tensor '%s' %s%s given where '%s' %s%s is read"
              .formatted(
                  tensor.name(),
                  tensor.dtype().wireName(),
                  tensor.shape(),
                  spec.name(),
                  spec.dtype().wireName(),
                  buffer.one()));
    }
    buffer.put(item, batch, tensor.data());
  }

  private Tensor nextState(StateSpec state, int item, int batch) {
    BatchBuffer buffer = buffer(state.output().name());
    ByteBuffer copy = buffer.copy(item, batch);
    Tensor next = new Tensor(state.name(), state.input().dtype(), buffer.one(), copy);
    if (next.dtype() == DType.FLOAT32) {
      requireFinite(next.name(), next.floats());
    }
    return next;
  }

  private static List<Float> floats(FloatBuffer values, int count) {
    Float[] copy = new Float[count];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = values.get(i);
    }
    return List.of(copy);
  }

  /** A state that is not a number would spoil every later frame of its camera. */
  private static void requireFinite(String name, FloatBuffer values) {
    for (int i = 0; i < values.limit(); i++) {
      if (!Float.isFinite(values.get(i))) {
        throw new InferenceException(
            Code.RUN_FAILED, "tensor '%s' holds %s at %d".formatted(name, values.get(i), i));
      }
    }
  }

  @Override
  public void close() {
    buffers.values().forEach(BatchBuffer::close);
  }
}
