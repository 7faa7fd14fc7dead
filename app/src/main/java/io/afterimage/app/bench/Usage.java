package io.afterimage.app.bench;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What this process has used and done up to a moment. Immutable.
 *
 * @param nanos the moment, by {@link System#nanoTime}
 * @param cpuNanos CPU time of all threads, compilers and collectors included
 * @param partNanos the same by what the threads work for
 * @param decoded pictures decoded
 * @param sampled frames sampled
 * @param dropped live frames that were dropped before Kafka, or skipped after it for their age
 * @param residentBytes resident size; not a number where the system does not tell it
 */
record Usage(
    long nanos,
    long cpuNanos,
    Map<Part, Long> partNanos,
    double decoded,
    double sampled,
    double dropped,
    double residentBytes) {
  /** Copies the parts. */
  Usage {
    partNanos = Map.copyOf(partNanos);
  }

  static Usage now(MeterRegistry meters) {
    long cpuNanos = cpu();
    return new Usage(
        System.nanoTime(),
        cpuNanos,
        Part.usage(cpuNanos),
        count(meters, "afterimage.ingest.frames", "decoded"),
        count(meters, "afterimage.ingest.frames", "sampled"),
        count(meters, "afterimage.ingest.frames", "dropped_slot")
            + count(meters, "afterimage.encode.frames", "skipped_age"),
        resident());
  }

  private static double count(MeterRegistry meters, String name, String outcome) {
    return meters.find(name).tag("outcome", outcome).counters().stream()
        .mapToDouble(Counter::count)
        .sum();
  }

  private static long cpu() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getProcessCpuTime()
        : 0;
  }

  /** From Linux's own book-keeping. */
  private static double resident() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToDouble(line -> 1024 * Double.parseDouble(line.replaceAll("\\D+", "")))
          .findFirst()
          .orElse(Double.NaN);
    } catch (IOException e) {
      return Double.NaN;
    }
  }
}
