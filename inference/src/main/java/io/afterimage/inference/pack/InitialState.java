package io.afterimage.inference.pack;

/**
 * Where a state of the {@code caption_step} step begins. Immutable.
 *
 * @param state the state's name
 * @param output the graph's output that gives it before the first word; of the state's shape and
 *     type
 */
public record InitialState(String state, TensorSpec output) {}
