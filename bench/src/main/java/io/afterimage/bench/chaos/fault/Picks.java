package io.afterimage.bench.chaos.fault;

import io.afterimage.bench.chaos.process.Node;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Choices at random. */
final class Picks {
  private static final int LONGEST_PAUSE_MS = 15_000;

  private Picks() {}

  /** One of them, if there is one. */
  static <T> Optional<T> one(Random random, List<T> all) {
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(random.nextInt(all.size())));
  }

  /** Pauses a process for 1 to 15 s. */
  static Strike pause(Site site, Random random, FaultKind kind, Node node) {
    long millis = 1_000L + random.nextInt(LONGEST_PAUSE_MS - 1_000);
    node.pause(true);
    site.restarts().in(millis, () -> node.pause(false));
    return Strike.lasting(kind, node.name(), "for " + millis + " ms", millis);
  }
}
