package io.afterimage.topology;

import io.afterimage.topology.TopologyException.Code;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.jspecify.annotations.Nullable;

/**
 * Tells faults that a new thread cures from those that it does not: a thread is replaced, but not
 * more than five times a minute. Thread-safe.
 */
final class FaultJudge {
  private static final int MOST = 5;
  private static final Duration WINDOW = Duration.ofMinutes(1);

  private final Clock clock;
  private final Deque<Instant> replaced = new ArrayDeque<>();

  FaultJudge(Clock clock) {
    this.clock = clock;
  }

  /** Why the topology must stop, or null if a new thread may go on. */
  @Nullable TopologyException judge(Throwable fault) {
    for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
      TopologyException fatal = fatal(cause);
      if (fatal != null) {
        return fatal;
      }
    }
    return tooOften()
        ? new TopologyException(
            Code.STOPPED,
            "the topology failed %d times in a minute, the last time with: %s; see the log for what failed first"
                .formatted(MOST + 1, fault),
            fault)
        : null;
  }

  private static @Nullable TopologyException fatal(Throwable cause) {
    if (cause instanceof MissingSourceTopicException) {
      return new TopologyException(
          Code.TOPICS,
          "a topic that the topology reads is gone; create the topics again and restart it",
          cause);
    }
    if (cause instanceof AuthenticationException || cause instanceof AuthorizationException) {
      return new TopologyException(
          Code.NOT_ALLOWED,
          "the brokers refuse the topology: %s; check its credentials and rights"
              .formatted(cause.getMessage()),
          cause);
    }
    if (cause instanceof UnsupportedVersionException) {
      return new TopologyException(
          Code.STOPPED,
          "the brokers are too old for the topology: %s; use Kafka 3.9 or newer"
              .formatted(cause.getMessage()),
          cause);
    }
    if (cause instanceof ProcessorStateException) {
      return new TopologyException(
          Code.STATE_DIR,
          "local state cannot be read or written: %s; check the state folder's space and rights"
              .formatted(cause.getMessage()),
          cause);
    }
    if (cause instanceof FencedInstanceIdException) {
      return new TopologyException(
          Code.STATE_DIR,
          "another process runs with a copy of this one's state folder, and has taken its place; give each process a folder of its own",
          cause);
    }
    // Out of memory, a broken class path: a new thread meets the same.
    return cause instanceof Error
        ? new TopologyException(Code.STOPPED, "the process cannot go on: " + cause, cause)
        : null;
  }

  private synchronized boolean tooOften() {
    Instant now = clock.instant();
    replaced.removeIf(at -> at.isBefore(now.minus(WINDOW)));
    replaced.add(now);
    return replaced.size() > MOST;
  }
}
