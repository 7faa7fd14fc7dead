package io.afterimage.app.bench;

import io.afterimage.app.bench.PipelineReport.Quantiles;
import io.afterimage.contract.event.ActionEvent;
import io.afterimage.contract.event.ActionRecord;
import io.afterimage.contract.event.EventJson;
import io.afterimage.contract.event.LatencyMs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Latencies of action events by stage. {@code read} is what a consumer sees: from capture until the
 * committed event was read. Thread-safe.
 */
final class LatencyLog implements Consumer<ConsumerRecord<String, byte[]>> {
  private record Sample(LatencyMs stages, double readMs) {}

  private final List<Sample> samples = new ArrayList<>();
  private final long fromNanos;
  private final long toNanos;

  /**
   * Events that are read between two {@link System#nanoTime}s count.
   *
   * @param fromNanos before this all is warm-up
   * @param toNanos after this cameras stop
   */
  LatencyLog(long fromNanos, long toNanos) {
    this.fromNanos = fromNanos;
    this.toNanos = toNanos;
  }

  @Override
  public void accept(ConsumerRecord<String, byte[]> record) {
    ActionRecord read = EventJson.readAction(record.value());
    long now = System.nanoTime();
    if (read instanceof ActionEvent event && now - fromNanos >= 0 && now - toNanos < 0) {
      LatencyMs stages = event.latencyMs();
      // The record's time is that of its feature, at which the step began.
      double sinceStep = System.currentTimeMillis() - record.timestamp();
      add(new Sample(stages, stages.total() - stages.step() + Math.max(0, sinceStep)));
    }
  }

  private synchronized void add(Sample sample) {
    samples.add(sample);
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
    all.put("read", quantiles(Sample::readMs));
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
