package io.afterimage.inference.runtime;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.TensorInfo;
import io.afterimage.inference.InferenceException;
import io.afterimage.inference.InferenceException.Code;
import io.afterimage.inference.pack.InitialState;
import io.afterimage.inference.pack.StateSpec;
import io.afterimage.inference.pack.StepSpec;
import io.afterimage.inference.pack.TensorSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Compares a graph's tensors with what the manifest says of them. */
final class GraphChecks {
  private static final long DYNAMIC = -1;

  private final StepSpec step;
  private final List<String> problems = new ArrayList<>();

  private GraphChecks(StepSpec step) {
    this.step = step;
  }

  /**
   * Compares all tensors.
   *
   * @throws InferenceException {@link Code#BAD_GRAPH} with all differences
   */
  static void run(StepSpec step, Map<String, NodeInfo> inputs, Map<String, NodeInfo> outputs) {
    GraphChecks checks = new GraphChecks(step);
    checks.compare(
        "input",
        Stream.concat(step.inputs().stream(), step.states().stream().map(StateSpec::input))
            .toList(),
        inputs);
    checks.compare(
        "output",
        Stream.of(
                step.outputs().stream(),
                step.states().stream().map(StateSpec::output),
                step.initialStates().stream().map(InitialState::output))
            .flatMap(tensors -> tensors)
            .toList(),
        outputs);
    checks.unread(inputs);
    if (!checks.problems.isEmpty()) {
      throw new InferenceException(
          Code.BAD_GRAPH,
          "graph '%s' of step '%s' is not what pack.yaml says: %s"
              .formatted(step.graph(), step.name(), String.join("; ", checks.problems)));
    }
  }

  private void compare(String side, List<TensorSpec> declared, Map<String, NodeInfo> actual) {
    for (TensorSpec tensor : declared) {
      NodeInfo node = actual.get(tensor.name());
      if (node == null) {
        problems.add(
            "it has no %s '%s' (it has %s)"
                .formatted(side, tensor.name(), new TreeSet<>(actual.keySet())));
      } else if (node.getInfo() instanceof TensorInfo info) {
        String problem = difference(tensor, info);
        if (problem != null) {
          problems.add("%s '%s' %s".formatted(side, tensor.name(), problem));
        }
      } else {
        problems.add("%s '%s' is no tensor".formatted(side, tensor.name()));
      }
    }
  }

  private static @Nullable String difference(TensorSpec declared, TensorInfo actual) {
    if (actual.type != BatchBuffer.type(declared.dtype())) {
      return "is of type %s, not %s".formatted(actual.type, declared.dtype().wireName());
    }
    long[] dims = actual.getShape();
    boolean same = dims.length == declared.dims().size();
    for (int i = 0; same && i < dims.length; i++) {
      int dim = declared.dims().get(i);
      // A graph may leave open what the manifest fixes, but not fix what must be open.
      same = dims[i] == DYNAMIC || dim == dims[i];
    }
    return same
        ? null
        : "has the shape %s, not %s (-1 is an open axis)"
            .formatted(Arrays.toString(dims), declared.dims());
  }

  /** A graph's input that nobody fills would fail at the first frame. */
  private void unread(Map<String, NodeInfo> inputs) {
    TreeSet<String> rest = new TreeSet<>(inputs.keySet());
    step.inputs().forEach(tensor -> rest.remove(tensor.name()));
    step.states().forEach(state -> rest.remove(state.input().name()));
    rest.forEach(name -> problems.add("its input '%s' is not in pack.yaml".formatted(name)));
  }
}
