package io.afterimage.inference.pack;

/**
 * A named part of the hidden state; zero at the start of a stream. Immutable.
 *
 * @param input the graph's input that takes the state; its name is the state's name
 * @param output the graph's output that gives the next state; of the same shape and type
 */
public record StateSpec(TensorSpec input, TensorSpec output) {
  /** The state's name. */
  public String name() {
    return input.name();
  }
}
