package io.afterimage.inference.pack;

import io.afterimage.contract.ContractException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The tensors of a manifest: each name is given once, and read as it is given. */
final class TensorNames {
  private final List<String> problems;
  private final Set<String> names = new HashSet<>();

  /** What a later step may read, by name. */
  private final Map<String, TensorSpec> given = new HashMap<>();

  TensorNames(List<String> problems) {
    this.problems = problems;
  }

  /** A tensor whose name must be new. */
  void declare(TensorSpec tensor, String place, String key) {
    if (!names.add(tensor.name())) {
      problems.add(
          "%s.%s: the tensor name '%s' is taken already".formatted(place, key, tensor.name()));
    }
    if (tensor.dims().stream().filter(dim -> dim == TensorSpec.BATCH).count() != 1) {
      problems.add(
          "%s.shape: %s must hold the batch axis N once"
              .formatted(place, TensorSpec.text(tensor.dims())));
    }
    checkSize(tensor, place);
  }

  /** A tensor must be of a size that can be held. */
  void checkSize(TensorSpec tensor, String place) {
    try {
      tensor.shape(1);
    } catch (ContractException e) {
      problems.add("%s.shape: %s".formatted(place, e.getMessage()));
    }
  }

  /** A step's states and outputs; later steps may read what comes out. */
  void declareAll(StepSpec step, String place) {
    for (int i = 0; i < step.states().size(); i++) {
      StateSpec state = step.states().get(i);
      declare(state.input(), "%s.states[%d]".formatted(place, i), "input");
      declare(state.output(), "%s.states[%d]".formatted(place, i), "output");
    }
    for (int i = 0; i < step.initialStates().size(); i++) {
      TensorSpec output = step.initialStates().get(i).output();
      declare(output, "%s.states[%d]".formatted(place, i), "output");
    }
    for (int i = 0; i < step.outputs().size(); i++) {
      declare(step.outputs().get(i), "%s.outputs[%d]".formatted(place, i), "name");
    }
    step.outputs().forEach(tensor -> given.putIfAbsent(tensor.name(), tensor));
    step.states().forEach(state -> given.putIfAbsent(state.output().name(), state.output()));
  }

  /** Later steps may read these and nothing of what was given before. */
  void giveOnly(List<TensorSpec> tensors) {
    given.clear();
    tensors.forEach(tensor -> given.put(tensor.name(), tensor));
  }

  /**
   * A tensor that a step reads.
   *
   * @param missing the sentence if nobody gives it, {@code %s} for its name
   */
  void read(TensorSpec input, String place, String missing) {
    TensorSpec source = given.get(input.name());
    if (source == null) {
      problems.add(place + ".name: " + missing.formatted(input.name()));
    } else {
      same(input, source, place, "'%s'".formatted(input.name()), "where it is given");
    }
  }

  /** Two declarations that must agree. */
  void same(TensorSpec here, TensorSpec there, String place, String what, String where) {
    if (!there.dims().equals(here.dims()) || there.dtype() != here.dtype()) {
      problems.add(
          "%s.shape: %s is %s here but %s %s"
              .formatted(place, what, here.text(), there.text(), where));
    }
  }

  static @Nullable TensorSpec find(List<TensorSpec> tensors, @Nullable String name) {
    return tensors.stream().filter(t -> t.name().equals(name)).findFirst().orElse(null);
  }
}
