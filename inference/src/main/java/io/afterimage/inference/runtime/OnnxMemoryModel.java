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
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs a pack's steps after the encoder, one camera's frame at a time. All tensors of all steps
 * have one piece of native memory each, so that what one step gives the next one reads in place.
 */
final class OnnxMemoryModel implements MemoryModel {
  private record Bound(
      GraphSession session, Map<String, OnnxTensor> inputs, Map<String, OnnxTensor> outputs) {}

  private final Manifest manifest;
  private final List<StateSpec> states;
  private final Map<String, BatchBuffer> buffers = new LinkedHashMap<>();
  private final List<BatchBuffer> features = new ArrayList<>();
  private final List<Bound> steps = new ArrayList<>();
  private final BatchBuffer scores;

  OnnxMemoryModel(OrtEnvironment environment, List<GraphSession> sessions, Manifest manifest) {
    this.manifest = manifest;
    this.states = manifest.states();
    try {
      for (GraphSession session : sessions) {
        steps.add(bind(environment, session));
      }
    } catch (OrtException e) {
      close();
      throw new InferenceException(Code.RUN_FAILED, "no tensors could be made for the memory", e);
    }
    this.scores = buffer(manifest.scores());
  }

  private Bound bind(OrtEnvironment environment, GraphSession session) throws OrtException {
    Map<String, OnnxTensor> inputs = new HashMap<>();
    Map<String, OnnxTensor> outputs = new HashMap<>();
    StepSpec step = session.step();
    for (TensorSpec input : step.inputs()) {
      if (!buffers.containsKey(input.name())) {
        // No step before this one gives it: the encoder does.
        features.add(buffers.computeIfAbsent(input.name(), name -> new BatchBuffer(input, 1)));
      }
      inputs.put(input.name(), buffer(input.name()).view(environment, 1));
    }
    for (StateSpec state : step.states()) {
      inputs.put(state.name(), own(state.input()).view(environment, 1));
      outputs.put(state.output().name(), own(state.output()).view(environment, 1));
    }
    for (TensorSpec output : step.outputs()) {
      outputs.put(output.name(), own(output).view(environment, 1));
    }
    return new Bound(session, inputs, outputs);
  }

  private BatchBuffer own(TensorSpec spec) {
    return buffers.computeIfAbsent(spec.name(), name -> new BatchBuffer(spec, 1));
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
    if (before.size() != states.size()) {
      throw new InferenceException(
          Code.BAD_TENSOR,
          "%d states given, but the pack has %d".formatted(before.size(), states.size()));
    }
    for (BatchBuffer buffer : features) {
      fill(buffer, find(feature, buffer.spec().name()));
    }
    for (int i = 0; i < before.size(); i++) {
      fill(buffer(states.get(i).name()), before.get(i));
    }
    run();
    List<Tensor> after = new ArrayList<>(states.size());
    for (StateSpec state : states) {
      after.add(nextState(state));
    }
    return new Step(scores(), List.copyOf(after));
  }

  /** Runs on what the buffers hold. */
  void run() {
    for (Bound step : steps) {
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

  private static void fill(BatchBuffer buffer, Tensor tensor) {
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
    buffer.bytes().put(0, tensor.data(), 0, buffer.itemBytes());
  }

  private Tensor nextState(StateSpec state) {
    BatchBuffer buffer = buffer(state.output().name());
    Tensor next = new Tensor(state.name(), state.input().dtype(), buffer.one(), buffer.copy(0));
    if (next.dtype() == DType.FLOAT32) {
      requireFinite(next.name(), next.floats());
    }
    return next;
  }

  private List<Float> scores() {
    FloatBuffer values = scores.bytes().asFloatBuffer();
    requireFinite(scores.spec().name(), values);
    return floats(values, manifest.labels().size());
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
