package io.afterimage.topology.captioning;

import io.afterimage.topology.memory.ResetCause;
import io.afterimage.topology.stage.CounterSet;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;

/**
 * What the stage counts: {@code afterimage.captions{outcome}}, {@code
 * afterimage.caption.last.resets{cause}} (last captions that were of no use), {@code
 * afterimage.caption.init.seconds} and {@code afterimage.caption.words.seconds}. Thread-safe.
 */
final class CaptionMeters {
  private final CounterSet<CaptionOutcome> outcomes;
  private final CounterSet<ResetCause> resets;
  private final Timer init;
  private final Timer words;

  CaptionMeters(MeterRegistry meters) {
    outcomes = new CounterSet<>(meters, CaptionOutcome.class, "afterimage.captions", "outcome");
    resets = new CounterSet<>(meters, ResetCause.class, "afterimage.caption.last.resets", "cause");
    init = meters.timer("afterimage.caption.init.seconds");
    words = meters.timer("afterimage.caption.words.seconds");
  }

  void count(CaptionOutcome outcome) {
    outcomes.count(outcome);
  }

  void count(ResetCause cause) {
    resets.count(cause);
  }

  /** Notes how long a sentence took. */
  void time(Sentence sentence) {
    init.record(sentence.initNanos(), TimeUnit.NANOSECONDS);
    words.record(sentence.wordsNanos(), TimeUnit.NANOSECONDS);
  }
}
