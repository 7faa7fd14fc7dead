package io.afterimage.topology.delivery;

import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a task's commits at the pace at which its events are awaited: soon for records that have
 * just come, while what has waited in the log for longer than {@link #BACKLOG} is left to Kafka
 * Streams' interval. A transaction that holds more frames writes fewer memories, since of several
 * of a camera the cache keeps the last.
 *
 * <p>A commit that one task asks for is one of all tasks of its stream thread, so all of them ask
 * at the same moments: each at its own would be as many commits as tasks. Threads ask at different
 * ones.
 *
 * <p>A record's age is by the clocks of this machine and of the one that wrote it. Where these
 * differ by more than the bound, events wait for the longer interval; nothing else changes.
 *
 * <p>One for each processor; one thread at a time.
 */
public final class CommitPace {
  /** The setting: a {@link Duration} between commits of what is new; absent: no commit is asked. */
  public static final String CONFIG = "afterimage.topology.commit.pace";

  /** What is older than this when it is taken is nobody's news. */
  public static final Duration BACKLOG = Duration.ofSeconds(1);

  private final ProcessorContext<?, ?> context;
  private final @Nullable Duration pace;
  private @Nullable Cancellable timer;
  private boolean awaited;

  /**
   * @param context the task's
   */
  public CommitPace(ProcessorContext<?, ?> context) {
    this.context = context;
    pace = (Duration) context.appConfigs().get(CONFIG);
  }

  /** Whether what a record of that time says is no news any more. */
  static boolean isBacklog(long timestampMs, long nowMs) {
    return nowMs - timestampMs > BACKLOG.toMillis();
  }

  /** Notes that a record was taken. */
  public void took(Record<?, ?> record) {
    if (pace == null || isBacklog(record.timestamp(), context.currentSystemTimeMs())) {
      return;
    }
    awaited = true;
    if (timer == null) {
      timer = context.schedule(beat(pace), pace, PunctuationType.WALL_CLOCK_TIME, nowMs -> tick());
    }
  }

  /** A moment of this thread, from which its ticks are counted. */
  private static Instant beat(Duration pace) {
    int thread = Thread.currentThread().getName().hashCode();
    return Instant.ofEpochMilli(Math.floorMod(thread, pace.toMillis()));
  }

  /** Each tick costs a commit, of nothing if need be: a task that rests has no timer. */
  private void tick() {
    if (awaited) {
      awaited = false;
      context.commit();
    } else if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }
}
