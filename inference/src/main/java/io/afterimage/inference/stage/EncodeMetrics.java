package io.afterimage.inference.stage;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What the stage counts. Thread-safe. */
final class EncodeMetrics {
  /** What became of a record. */
  enum Outcome {
    /** Its features were made. */
    ENCODED,
    /** A marker that went through. */
    MARKER,
    /** A live frame that was too old. */
    SKIPPED_AGE,
    /** A frame for packs that read another input. */
    OTHER_INPUT,
    /** A record that could not be used. */
    DEAD_LETTER
  }

  /** Why something was done again. */
  enum Retry {
    /** A batch failed and its frames were encoded one by one. */
    BATCH_FAILED,
    /** Features could not be handed to the Kafka client in time. */
    SEND_BLOCKED,
    /** An offset commit failed. */
    COMMIT_FAILED,
    /** The stage's clients were made anew. */
    RESTARTED
  }

  private final MeterRegistry registry;
  private final Map<Outcome, Counter> outcomes = new EnumMap<>(Outcome.class);
  private final Map<Retry, Counter> retries = new EnumMap<>(Retry.class);
  private final DistributionSummary batch;
  private final Timer seconds;

  EncodeMetrics(MeterRegistry registry) {
    this.registry = registry;
    for (Outcome outcome : Outcome.values()) {
      outcomes.put(outcome, registry.counter("afterimage.encode.frames", "outcome", name(outcome)));
    }
    for (Retry retry : Retry.values()) {
      retries.put(retry, registry.counter("afterimage.encode.retries", "cause", name(retry)));
    }
    batch =
        DistributionSummary.builder("afterimage.encode.batch")
            .description("Frames that a worker encodes at once")
            .register(registry);
    seconds =
        Timer.builder("afterimage.encode.seconds")
            .description("Decoding and encoding one batch")
            .register(registry);
  }

  void count(Outcome outcome) {
    count(outcomes, outcome);
  }

  void count(Retry retry) {
    count(retries, retry);
  }

  void deadLetter(String cause) {
    count(Outcome.DEAD_LETTER);
    registry.counter("afterimage.dead.letters", "stage", "encode", "cause", cause).increment();
  }

  void letterLost() {
    registry.counter("afterimage.dead.letters.lost", "stage", "encode").increment();
  }

  void batch(int frames, long nanos) {
    batch.record(frames);
    seconds.record(nanos, TimeUnit.NANOSECONDS);
  }

  private static <K extends Enum<K>> void count(Map<K, Counter> counters, K key) {
    Counter counter = counters.get(key);
    if (counter != null) {
      counter.increment();
    }
  }

  private static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
