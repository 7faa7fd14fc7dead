package io.afterimage.inference.live;

import io.afterimage.inference.pack.Pack;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of new versions of a pack: {@code afterimage.packs{pack, outcome}}, and {@code
 * afterimage.pack.active{pack, version, sha256}}, which is 1 for the version that speaks and is
 * there for no other. Thread-safe.
 */
public final class PackMeters {
  /** What became of a new version. */
  public enum Outcome {
    /** It speaks. */
    SWITCHED,
    /** It cannot be used, and the old one goes on. */
    REFUSED,
    /** It failed on what the version before takes, and that one speaks again. */
    ROLLED_BACK
  }

  private final MeterRegistry registry;
  private final String id;
  private @Nullable Gauge active;

  /**
   * @param registry takes the metrics
   * @param id the pack's
   */
  public PackMeters(MeterRegistry registry, String id) {
    this.registry = registry;
    this.id = id;
    for (Outcome outcome : Outcome.values()) {
      count(outcome, 0);
    }
  }

  /** Counts what became of a version. */
  public void count(Outcome outcome) {
    count(outcome, 1);
  }

  /** Notes which version speaks. */
  synchronized void active(Pack pack) {
    retire();
    active =
        Gauge.builder("afterimage.pack.active", () -> 1)
            .tags("pack", id, "version", pack.manifest().version(), "sha256", pack.sha256())
            .register(registry);
  }

  /** Notes that none speaks any more. */
  synchronized void retire() {
    if (active != null) {
      registry.remove(active);
      active = null;
    }
  }

  private void count(Outcome outcome, int times) {
    String name = outcome.name().toLowerCase(Locale.ROOT);
    registry.counter("afterimage.packs", "pack", id, "outcome", name).increment(times);
  }
}
