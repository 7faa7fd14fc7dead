package io.afterimage.bench.speed.measure;

/**
 * What was done, and what it took. Immutable.
 *
 * @param items how many, above 0
 * @param cpu seconds of CPU time
 * @param wall seconds
 */
public record Work(long items, double cpu, double wall) {
  /**
   * @throws IllegalArgumentException if nothing was done, or in no time
   */
  public Work {
    if (items < 1 || !(cpu > 0) || !(wall > 0)) {
      throw new IllegalArgumentException(
          "%d items in %.3f s of CPU time and %.3f s are too few to be measured: measure longer"
              .formatted(items, cpu, wall));
    }
  }

  /** Items a second of CPU time. */
  public double perCpuSecond() {
    return items / cpu;
  }

  /** Items a second. */
  public double perSecond() {
    return items / wall;
  }

  /** CPU time of one, microseconds. */
  public double cpuMicros() {
    return cpu * 1e6 / items;
  }

  /** The same work less what had to be done before it began. */
  public Work without(double cpuBefore, double wallBefore) {
    return new Work(items, cpu - cpuBefore, wall - wallBefore);
  }
}
