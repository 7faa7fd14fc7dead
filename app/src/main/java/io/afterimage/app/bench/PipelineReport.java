package io.afterimage.app.bench;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a pipeline cost and how late its events were, between warm-up and end. Immutable.
 *
 * @param cameras how many
 * @param processors of the machine
 * @param seconds measured
 * @param decodedPerSecond pictures
 * @param sampledPerSecond frames
 * @param dropped live frames, by slot and by age
 * @param cores CPU used, of all threads
 * @param cpuMsPerCameraSecond the same for each camera
 * @param cpuMsByPart the same by what the threads work for: ingest, inference, topology,
 *     captioning, the reader of this measurement, the broker, the JVM
 * @param residentMb at the end
 * @param events how many were measured
 * @param latencyMs of events, by stage: from capture to {@code total} as the event tells it, and to
 *     {@code read} by a consumer
 */
public record PipelineReport(
    int cameras,
    int processors,
    double seconds,
    double decodedPerSecond,
    double sampledPerSecond,
    double dropped,
    double cores,
    double cpuMsPerCameraSecond,
    Map<String, Double> cpuMsByPart,
    double residentMb,
    int events,
    Map<String, Quantiles> latencyMs) {
  /** The name of that latency which a consumer sees. */
  static final String READ = "read";

  private static final double NANOS = 1e9;

  /**
   * Quantiles in milliseconds; not numbers if nothing was measured.
   *
   * @param p50 the median
   * @param p95 of a hundred, ninety-five are at most so late
   * @param p99 of a hundred, ninety-nine
   */
  public record Quantiles(double p50, double p95, double p99) {}

  static PipelineReport of(int cameras, Usage from, Usage to, Latencies latencies) {
    double seconds = (to.nanos() - from.nanos()) / NANOS;
    double cpuSeconds = (to.cpuNanos() - from.cpuNanos()) / NANOS;
    return new PipelineReport(
        cameras,
        Runtime.getRuntime().availableProcessors(),
        seconds,
        (to.decoded() - from.decoded()) / seconds,
        (to.sampled() - from.sampled()) / seconds,
        to.dropped() - from.dropped(),
        cpuSeconds / seconds,
        1000 * cpuSeconds / seconds / cameras,
        byPart(from, to, seconds * cameras),
        to.residentBytes() / 1e6,
        latencies.size(),
        latencies.quantiles());
  }

  private static Map<String, Double> byPart(Usage from, Usage to, double cameraSeconds) {
    Map<String, Double> byPart = new LinkedHashMap<>();
    for (Part part : Part.values()) {
      long nanos = to.partNanos().getOrDefault(part, 0L) - from.partNanos().getOrDefault(part, 0L);
      byPart.put(part.wireName(), nanos / 1e6 / cameraSeconds);
    }
    return byPart;
  }

  /** From capture until an event was read; not numbers if none was. */
  public Quantiles untilRead() {
    return latencyMs.getOrDefault(READ, new Quantiles(Double.NaN, Double.NaN, Double.NaN));
  }

  /** For people. */
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%d cameras, %.1f s measured, %d processors%n"
                + "frames    %.1f decoded/s, %.1f sampled/s, %.0f dropped%n"
                + "cpu       %.2f cores, %.2f ms a camera and second%n"
                + "          %s%n"
                + "memory    %.0f MB resident%n"
                + "latency of %d events, ms   p50       p95       p99%n",
            cameras,
            seconds,
            processors,
            decodedPerSecond,
            sampledPerSecond,
            dropped,
            cores,
            cpuMsPerCameraSecond,
            cpuMsByPart.entrySet().stream()
                .map(part -> String.format(Locale.ROOT, "%s %.2f", part.getKey(), part.getValue()))
                .collect(Collectors.joining(", ")),
            residentMb,
            events));
    latencyMs.forEach(
        (stage, ms) ->
            text.append(
                String.format(
                    Locale.ROOT,
                    "  %-8s            %9.1f %9.1f %9.1f%n",
                    stage,
                    ms.p50(),
                    ms.p95(),
                    ms.p99())));
    return text.toString();
  }
}
