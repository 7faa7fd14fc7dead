package io.afterimage.topology.stage;

import io.afterimage.contract.WireName;
import io.afterimage.contract.event.Phase;
import io.afterimage.topology.memory.ResetCause;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Map;

/**
 * What the stage counts: {@code afterimage.memory.records{outcome}}, {@code
 * afterimage.memory.resets{cause}}, {@code afterimage.memory.gaps} (held over), {@code
 * afterimage.memory.lost} (frames missing by number), {@code afterimage.events{phase}}, {@code
 * afterimage.memory.seconds}. The meters are looked up once: this is on the frame path.
 * Thread-safe.
 */
final class StageMeters {
  private final Map<Verdict, Counter> records;
  private final Map<ResetCause, Counter> resets;
  private final Map<Phase, Counter> events;
  private final Counter gaps;
  private final Counter lost;
  private final Timer seconds;

  StageMeters(MeterRegistry meters) {
    records = counters(meters, Verdict.class, "afterimage.memory.records", "outcome");
    resets = counters(meters, ResetCause.class, "afterimage.memory.resets", "cause");
    events = counters(meters, Phase.class, "afterimage.events", "phase");
    gaps = meters.counter("afterimage.memory.gaps");
    lost = meters.counter("afterimage.memory.lost");
    seconds = meters.timer("afterimage.memory.seconds");
  }

  void count(Change change) {
    count(change.verdict());
    change.resets().forEach(this::count);
    if (change.held()) {
      gaps.increment();
    }
    if (change.lost() > 0) {
      lost.increment((double) change.lost());
    }
  }

  void count(Verdict verdict) {
    of(records, verdict).increment();
  }

  void count(ResetCause cause) {
    of(resets, cause).increment();
  }

  void count(Phase phase) {
    of(events, phase).increment();
  }

  /** The time that one record takes. */
  Timer seconds() {
    return seconds;
  }

  private static <E extends Enum<E> & WireName> Map<E, Counter> counters(
      MeterRegistry meters, Class<E> type, String name, String tag) {
    Map<E, Counter> counters = new EnumMap<>(type);
    for (E constant : type.getEnumConstants()) {
      counters.put(constant, meters.counter(name, tag, constant.wireName()));
    }
    return counters;
  }

  private static <E> Counter of(Map<E, Counter> counters, E key) {
    Counter counter = counters.get(key);
    if (counter == null) {
      throw new IllegalStateException("no counter for " + key);
    }
    return counter;
  }
}
