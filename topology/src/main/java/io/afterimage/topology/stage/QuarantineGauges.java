package io.afterimage.topology.stage;

import io.afterimage.topology.memory.MemoryKey;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.Map;

/**
 * A gauge {@code afterimage.memory.quarantined{camera, pack}} of 1 for each quarantine among a
 * task's memories; none for the others. One task's; one thread at a time.
 */
final class QuarantineGauges implements AutoCloseable {
  private final MeterRegistry meters;
  private final Map<String, Gauge> gauges = new HashMap<>();

  QuarantineGauges(MeterRegistry meters) {
    this.meters = meters;
  }

  /** Shows whether a memory's pack is quarantined. */
  void show(String key, boolean quarantined) {
    if (quarantined) {
      gauges.computeIfAbsent(key, this::register);
    } else {
      Gauge gauge = gauges.remove(key);
      if (gauge != null) {
        meters.remove(gauge);
      }
    }
  }

  private Gauge register(String key) {
    MemoryKey memory = MemoryKey.parse(key);
    return Gauge.builder("afterimage.memory.quarantined", () -> 1)
        .tag("camera", memory.camera().value())
        .tag("pack", memory.pack())
        .register(meters);
  }

  @Override
  public void close() {
    gauges.values().forEach(meters::remove);
    gauges.clear();
  }
}
