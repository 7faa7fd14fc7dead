package io.afterimage.app.bench;

import io.afterimage.app.bench.PipelineReport.Quantiles;
import io.afterimage.contract.event.LatencyMs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Latencies of action events by stage. {@code read} is what a consumer sees: from capture until the
 * committed event was read. Thread-safe.
 */
final class Latencies {
  private record Sample(LatencyMs stages, double readMs) {}

  private final List<Sample> samples = new ArrayList<>();

  /**
   * Adds an event's.
   *
   * @param stages as the event tells them
   * @param sinceStepMs from when its step began until it was read
   */
  synchronized void add(LatencyMs stages, double sinceStepMs) {
    double readMs = stages.total() - stages.step() + Math.max(0, sinceStepMs);
    samples.add(new Sample(stages, readMs));
  }

  /** How many events were measured. */
  synchronized int size() {
    return samples.size();
  }

  /** Of each stage, in the order in which a frame goes through them. */
  synchronized Map<String, Quantiles> quantiles() {
    Map<String, Quantiles> all = new LinkedHashMap<>();
    all.put("decode", quantiles(s -> s.stages().decode()));
    all.put("queue", quantiles(s -> s.stages().queue()));
    all.put("encode", quantiles(s -> s.stages().encode()));
    all.put("step", quantiles(s -> s.stages().step()));
    all.put("total", quantiles(s -> s.stages().total()));
    all.put(PipelineReport.READ, quantiles(Sample::readMs));
    return all;
  }

  private Quantiles quantiles(ToDoubleFunction<Sample> value) {
    double[] sorted = samples.stream().mapToDouble(value).sorted().toArray();
    return new Quantiles(quantile(sorted, 0.5), quantile(sorted, 0.95), quantile(sorted, 0.99));
  }

  private static double quantile(double[] sorted, double q) {
    return sorted.length == 0
        ? Double.NaN
        : sorted[(int) Math.min(sorted.length - 1, Math.ceil(q * sorted.length) - 1)];
  }
}
