package io.afterimage.inference.runtime;

import io.afterimage.inference.pack.Pack;

/**
 * What a pack runs on, and what is made of it. Owns native memory: whoever holds it closes it when
 * nothing that was made of it is used any more. Thread-safe.
 */
public interface PackGraphs extends AutoCloseable {
  /** The pack that runs. */
  Pack pack();

  /**
   * The encoder; thread-safe, and closed with the graphs.
   *
   * @throws IllegalStateException if the pack was opened without it
   */
  FrameEncoder encoder();

  /**
   * A memory model for one thread, which closes it.
   *
   * @throws io.afterimage.inference.InferenceException if the pack captions and has no labels
   */
  MemoryModel newMemoryModel();

  /**
   * A captioner for one thread, which closes it; it searches as the pack says.
   *
   * @throws io.afterimage.inference.InferenceException if the pack has no caption part
   */
  Captioner newCaptioner();

  /** Waits for runs under way and frees the graphs. */
  @Override
  void close();
}
