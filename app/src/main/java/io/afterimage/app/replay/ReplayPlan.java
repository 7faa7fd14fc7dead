package io.afterimage.app.replay;

import io.afterimage.app.AppException;
import io.afterimage.app.AppException.Code;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a replay shall do. Immutable.
 *
 * @param name what its topics are named by
 * @param of what is replayed
 * @param from the time of the first record; null: the first that is still there
 * @param to the time that the records come before; null: the end of the log when it starts
 * @param cameras the cameras; empty: all
 * @param keep which topics stay
 * @param replace whether an earlier replay of that name is removed
 * @param edge how long an edge is
 */
public record ReplayPlan(
    String name,
    Recorded of,
    @Nullable Instant from,
    @Nullable Instant to,
    Set<String> cameras,
    Keep keep,
    boolean replace,
    Duration edge) {
  /** No hyphen and no dot: one replay's topics never look like another's. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]{1,60}");

  /**
   * Copies the set.
   *
   * @throws AppException {@link Code#CONFIG} if the name cannot be part of a topic's, or the range
   *     is empty
   */
  public ReplayPlan {
    cameras = Set.copyOf(cameras);
    if (!NAME.matcher(name).matches()) {
      throw new AppException(
          Code.CONFIG,
          "--into '%s' cannot name topics: use up to 60 letters, digits and '_'".formatted(name));
    }
    if (from != null && to != null && !from.isBefore(to)) {
      throw new AppException(
          Code.CONFIG, "--from (%s) must be before --to (%s)".formatted(from, to));
    }
  }

  /** The prefix of the replay's topics. */
  String prefix(String live) {
    return live + ".replay-" + name;
  }
}
