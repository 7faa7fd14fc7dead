package io.afterimage.topology.stage;

import io.afterimage.contract.event.Phase;
import io.afterimage.topology.memory.ResetCause;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/**
 * What the stage counts: {@code afterimage.memory.records{outcome}}, {@code
 * afterimage.memory.resets{cause}}, {@code afterimage.memory.gaps} (held over), {@code
 * afterimage.memory.lost} (frames missing by number), {@code afterimage.events{phase}}, {@code
 * afterimage.attention{outcome}} (of events that started, if the pack attends), {@code
 * afterimage.memory.seconds}, {@code afterimage.memory.foreseen{outcome}} (frames stepped ahead of
 * their turn). Thread-safe.
 */
final class StageMeters {
  private final CounterSet<Verdict> records;
  private final CounterSet<ResetCause> resets;
  private final CounterSet<Phase> events;
  private final CounterSet<AttentionOutcome> attention;
  private final CounterSet<Foreseen> foreseen;
  private final Counter gaps;
  private final Counter lost;
  private final Timer seconds;

  StageMeters(MeterRegistry meters) {
    records = new CounterSet<>(meters, Verdict.class, "afterimage.memory.records", "outcome");
    resets = new CounterSet<>(meters, ResetCause.class, "afterimage.memory.resets", "cause");
    events = new CounterSet<>(meters, Phase.class, "afterimage.events", "phase");
    attention = new CounterSet<>(meters, AttentionOutcome.class, "afterimage.attention", "outcome");
    foreseen = new CounterSet<>(meters, Foreseen.class, "afterimage.memory.foreseen", "outcome");
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
    records.count(verdict);
  }

  void count(ResetCause cause) {
    resets.count(cause);
  }

  void count(Phase phase) {
    events.count(phase);
  }

  void count(AttentionOutcome outcome) {
    attention.count(outcome);
  }

  void count(Foreseen outcome, int frames) {
    foreseen.count(outcome, frames);
  }

  /** The time that one record takes. */
  Timer seconds() {
    return seconds;
  }
}
