package io.afterimage.bench.chaos;

import io.afterimage.bench.chaos.RunResult.Recovery;
import io.afterimage.bench.chaos.fault.Faults;
import io.afterimage.bench.chaos.fault.Strike;
import io.afterimage.bench.chaos.process.Journal;
import io.afterimage.bench.chaos.process.Pipeline.Part;
import io.afterimage.bench.chaos.watch.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/**
 * Strikes again and again, each time at a random moment at which frames are under way. Used by one
 * thread.
 */
final class Storm {
  /** Longer than any of Kafka's time limits that a fault may run into, one after the other. */
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private static final int LONGEST_BREAK_MS = 2_500;
  private static final int TARGET_AGAIN_MS = 100;

  private final Faults faults;
  private final Progress progress;
  private final Journal journal;
  private final Random random;
  private final double isolated;
  private final Map<String, Integer> done = new TreeMap<>();
  private final List<Recovery> recoveries = new ArrayList<>();
  private Instant lastFelt = Instant.EPOCH;

  /**
   * @param isolated the share of faults by which recovery is measured
   * @param seed decides the moments
   */
  Storm(Faults faults, Progress progress, Journal journal, double isolated, long seed) {
    this.faults = faults;
    this.progress = progress;
    this.journal = journal;
    this.isolated = isolated;
    this.random = new Random(seed);
  }

  /** How many of each kind were done. */
  Map<String, Integer> done() {
    return Map.copyOf(done);
  }

  /** Of the isolated faults. */
  List<Recovery> recoveries() {
    return List.copyOf(recoveries);
  }

  /**
   * Does so many faults.
   *
   * @throws IllegalStateException if the pipeline does not recover
   */
  void rage(int count) throws InterruptedException {
    for (int i = 0; i < count; i++) {
      boolean alone = random.nextDouble() < isolated;
      if (alone) {
        awaitCalm();
      }
      Thread.sleep(random.nextInt(LONGEST_BREAK_MS));
      strike(alone);
    }
  }

  /**
   * Waits until nothing of the faults is felt any more.
   *
   * @throws IllegalStateException if the pipeline does not recover
   */
  void awaitCalm() throws InterruptedException {
    long left = Duration.between(Instant.now(), lastFelt).toMillis();
    if (left > 0) {
      Thread.sleep(left);
    }
    if (!progress.awaitPredicted(lastFelt, PATIENCE)) {
      throw new IllegalStateException(
          "not every camera came back within %s of the last fault: %s"
              .formatted(PATIENCE, progress.state()));
    }
  }

  private void strike(boolean alone) throws InterruptedException {
    Strike strike = strike();
    lastFelt = strike.until().isAfter(lastFelt) ? strike.until() : lastFelt;
    String kind = strike.kind().wireName();
    done.merge(kind, 1, Integer::sum);
    journal.note(
        "fault", strike.target(), kind + ": " + strike.detail() + (alone ? " (isolated)" : ""));
    if (alone) {
      awaitRecovery(strike);
    }
  }

  /** Strikes once frames are under way and there is something to strike. */
  private Strike strike() throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline && progress.awaitUnderWay(PATIENCE)) {
      Optional<Strike> strike = faults.strike();
      if (strike.isPresent()) {
        return strike.get();
      }
      Thread.sleep(TARGET_AGAIN_MS); // What was killed is about to come back.
    }
    throw new IllegalStateException(
        "nothing was under way, or to be struck, for %s: %s".formatted(PATIENCE, progress.state()));
  }

  private void awaitRecovery(Strike strike) throws InterruptedException {
    if (!progress.awaitPredicted(strike.at(), PATIENCE)) {
      throw new IllegalStateException(
          "not every camera came back within %s of %s: %s"
              .formatted(PATIENCE, strike, progress.state()));
    }
    // No prediction waits for captions: there would be nothing to recover from.
    if (!strike.target().startsWith(Part.CAPTIONING.command())) {
      long ms = Duration.between(strike.at(), Instant.now()).toMillis();
      recoveries.add(new Recovery(strike.kind().wireName(), ms));
      journal.note("recovered", strike.target(), strike.kind().wireName() + " after " + ms + " ms");
    }
  }
}
