package io.afterimage.app.bench;

import io.afterimage.contract.event.ActionEvent;
import io.afterimage.contract.event.ActionRecord;
import io.afterimage.contract.event.EventJson;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Latencies of action events, as a consumer reads them, in windows of time. Thread-safe. */
final class LatencyLog implements Consumer<ConsumerRecord<String, byte[]>> {
  private final long fromNanos;
  private final long windowNanos;
  private final List<Latencies> windows = new ArrayList<>();

  /**
   * Events count in the window in which they are read; those before and after count nowhere.
   *
   * @param fromNanos where the first window begins, by {@link System#nanoTime}
   * @param windowNanos how long each is
   * @param count how many there are
   */
  LatencyLog(long fromNanos, long windowNanos, int count) {
    this.fromNanos = fromNanos;
    this.windowNanos = windowNanos;
    for (int i = 0; i < count; i++) {
      windows.add(new Latencies());
    }
  }

  @Override
  public void accept(ConsumerRecord<String, byte[]> record) {
    ActionRecord read = EventJson.readAction(record.value());
    long window = Math.floorDiv(System.nanoTime() - fromNanos, windowNanos);
    if (read instanceof ActionEvent event && window >= 0 && window < windows.size()) {
      // The record's time is that of its feature, at which the step began.
      double sinceStep = System.currentTimeMillis() - record.timestamp();
      windows.get((int) window).add(event.latencyMs(), sinceStep);
    }
  }

  /** What was read in a window, counted from 0. */
  Latencies window(int number) {
    return windows.get(number);
  }
}
