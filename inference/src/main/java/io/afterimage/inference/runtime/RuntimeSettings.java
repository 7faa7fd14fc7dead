package io.afterimage.inference.runtime;

import java.util.List;

/**
 * How a pack's graphs are run. Immutable.
 *
 * @param provider what shall execute them
 * @param fallback what may be used in its place, in this order, if it is not there; empty: nothing
 * @param workers how many threads may encode at a time, 1 to 256; each has buffers for a batch
 * @param maxBatch the most frames of one run of the encoder, 1 to 256; on the CPU it is {@value
 *     #CPU_MAX_BATCH} at most
 */
public record RuntimeSettings(
    Provider provider, List<Provider> fallback, int workers, int maxBatch) {
  /** The most frames of one run unless said otherwise: convolutions gain nothing from more. */
  public static final int DEFAULT_MAX_BATCH = 16;

  /**
   * The most frames of one run on a processor: the maps between two convolutions are to stay in a
   * core's own cache.
   */
  public static final int CPU_MAX_BATCH = 4;

  private static final int MOST = 256;

  /**
   * @throws IllegalArgumentException if a number is out of range
   */
  public RuntimeSettings {
    fallback = List.copyOf(fallback);
    if (workers < 1 || workers > MOST || maxBatch < 1 || maxBatch > MOST) {
      throw new IllegalArgumentException(
          "workers %d and max batch %d must each be from 1 to %d"
              .formatted(workers, maxBatch, MOST));
    }
  }

  /** With the default batch. */
  public RuntimeSettings(Provider provider, List<Provider> fallback, int workers) {
    this(provider, fallback, workers, DEFAULT_MAX_BATCH);
  }

  /** The most frames of one run of the encoder on that provider. */
  int maxBatch(Provider chosen) {
    return chosen == Provider.CPU ? Math.min(maxBatch, CPU_MAX_BATCH) : maxBatch;
  }

  /** On the CPU. */
  public static RuntimeSettings cpu(int workers) {
    return new RuntimeSettings(Provider.CPU, List.of(), workers);
  }
}
