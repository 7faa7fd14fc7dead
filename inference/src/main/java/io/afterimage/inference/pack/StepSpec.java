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
 * @param states what it carries from frame to frame; only of a recurrent step
 * @param outputs what it gives, without the states
 */
public record StepSpec(
    String name,
    Kind kind,
    String graph,
    String sha256,
    List<TensorSpec> inputs,
    List<StateSpec> states,
    List<TensorSpec> outputs) {
  /** What a graph does in a stream. */
  public enum Kind implements WireName {
    /** A pure function of one frame record; runs in the encoding stage, batched over cameras. */
    ENCODER,
    /** (inputs, states) to (outputs, states); runs where the memory is. */
    RECURRENT,
    /** A pure function of earlier steps' outputs; runs where the memory is. */
    HEAD
  }

  /** Copies the lists. */
  public StepSpec {
    inputs = List.copyOf(inputs);
    states = List.copyOf(states);
    outputs = List.copyOf(outputs);
  }
}
