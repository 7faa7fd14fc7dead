package io.afterimage.app.bench;

import io.afterimage.contract.event.ActionEvent;
import io.afterimage.contract.event.ActionRecord;
import io.afterimage.contract.event.EventJson;
import io.afterimage.contract.event.LatencyMs;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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

  /**
   * @param fromNanos events that are read before this {@link System#nanoTime} are warm-up and do
   *     not count
   */
  LatencyLog(long fromNanos) {
    this.fromNanos = fromNanos;
  }

  @Override
  public void accept(ConsumerRecord<String, byte[]> record) {
    ActionRecord read = EventJson.readAction(record.value());
    if (read instanceof ActionEvent event && System.nanoTime() >= fromNanos) {
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

  /** One line a stage: median, 95th and 99th percentile in milliseconds. */
  synchronized String table() {
    return row("decode", s -> s.stages().decode())
        + row("queue", s -> s.stages().queue())
        + row("encode", s -> s.stages().encode())
        + row("step", s -> s.stages().step())
        + row("total", s -> s.stages().total())
        + row("read", Sample::readMs);
  }

  private String row(String stage, ToDoubleFunction<Sample> value) {
    double[] sorted = samples.stream().mapToDouble(value).sorted().toArray();
    return String.format(
        Locale.ROOT,
        "  %-8s %9.1f %9.1f %9.1f%n",
        stage,
        quantile(sorted, 0.5),
        quantile(sorted, 0.95),
        quantile(sorted, 0.99));
  }

  private static double quantile(double[] sorted, double q) {
    return sorted.length == 0
        ? Double.NaN
        : sorted[(int) Math.min(sorted.length - 1, Math.ceil(q * sorted.length) - 1)];
  }
}
