package io.afterimage.inference.pack;

import io.afterimage.contract.WireName;
import java.util.List;

/**
 * One graph of a pack. Immutable.
 *
 * @param name the step's name
 * @param kind what it does in a stream
 * @param graph the ONNX file's name in the pack's folder
 * @param sha256 hash of that file, 64 hexadecimal digits
 * @param inputs what it reads
 * @param states what it carries from frame to frame or from word to word; only of a recurrent step
 *     and of a {@code caption_step}
 * @param initialStates where a {@code caption_step}'s states begin; only of a {@code caption_init}
 * @param outputs what it gives, without the states
 */
public record StepSpec(
    String name,
    Kind kind,
    String graph,
    String sha256,
    List<TensorSpec> inputs,
    List<StateSpec> states,
    List<InitialState> initialStates,
    List<TensorSpec> outputs) {
  /** What a graph does in a stream. */
  public enum Kind implements WireName {
    /** A pure function of one frame record; runs in the encoding stage, batched over cameras. */
    ENCODER,
    /** (inputs, states) to (outputs, states); runs where the memory is. */
    RECURRENT,
    /** A pure function of earlier steps' outputs; runs where the memory is. */
    HEAD,
    /** (window) to (context, initial states); runs once a caption. */
    CAPTION_INIT,
    /** (word, context, states) to (log-probabilities, states); runs once a word. */
    CAPTION_STEP
  }

  /** Copies the lists. */
  public StepSpec {
    inputs = List.copyOf(inputs);
    states = List.copyOf(states);
    initialStates = List.copyOf(initialStates);
    outputs = List.copyOf(outputs);
  }

  /** Whether this step gives a tensor of that name, or has a state of it. */
  boolean gives(String tensor) {
    return TensorNames.find(outputs, tensor) != null
        || states.stream()
            .anyMatch(
                state ->
                    state.input().name().equals(tensor) || state.output().name().equals(tensor));
  }

  /** This step with other outputs. */
  StepSpec giving(List<TensorSpec> other) {
    return new StepSpec(name, kind, graph, sha256, inputs, states, initialStates, other);
  }

  /** A step that begins no other step's states. */
  public StepSpec(
      String name,
      Kind kind,
      String graph,
      String sha256,
      List<TensorSpec> inputs,
      List<StateSpec> states,
      List<TensorSpec> outputs) {
    this(name, kind, graph, sha256, inputs, states, List.of(), outputs);
  }
}
