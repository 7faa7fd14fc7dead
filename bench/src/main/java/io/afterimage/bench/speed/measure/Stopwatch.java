package io.afterimage.bench.speed.measure;

import java.util.function.DoubleSupplier;

/** Measures what work takes. Used by one thread. */
public final class Stopwatch {
  private final DoubleSupplier cpu;
  private final double cpuBefore;
  private final long begun;

  private Stopwatch(DoubleSupplier cpu) {
    this.cpu = cpu;
    this.cpuBefore = cpu.getAsDouble();
    this.begun = System.nanoTime();
  }

  /**
   * Begins now.
   *
   * @param cpu whose CPU time counts, one of {@link CpuTime}'s
   */
  public static Stopwatch start(DoubleSupplier cpu) {
    return new Stopwatch(cpu);
  }

  /**
   * What it took until now.
   *
   * @param items how many were done since the start
   */
  public Work done(long items) {
    double wall = (System.nanoTime() - begun) / 1e9;
    return new Work(items, cpu.getAsDouble() - cpuBefore, wall);
  }
}
