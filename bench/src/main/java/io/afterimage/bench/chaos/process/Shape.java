package io.afterimage.bench.chaos.process;

import io.afterimage.contract.WireName;
import io.afterimage.topology.Delivery;

/**
 * What a pipeline is made of. Immutable.
 *
 * @param cameras simulated cameras, at least 1
 * @param ingests processes that share the cameras
 * @param inferences processes that encode
 * @param topologies processes that keep memories
 * @param standbys warm copies of each memory, on other topologies
 * @param captionings processes that put into words; 0: nobody asks for words
 * @param sources what the cameras are
 * @param delivery what a crash may do to events
 * @param brokers 1 or 3
 * @param workers threads that encode, in each process that does
 * @param seed decides which rooms the cameras see
 */
public record Shape(
    int cameras,
    int ingests,
    int inferences,
    int topologies,
    int standbys,
    int captionings,
    Sources sources,
    Delivery delivery,
    int brokers,
    int workers,
    long seed) {
  /** What cameras are. */
  public enum Sources implements WireName {
    /** In real time: the stages have time to spare, and little is under way. */
    LIVE,
    /** Recordings, read as fast as the stages let them: much is under way at any moment. */
    FILES
  }

  /**
   * @throws IllegalArgumentException if there is nothing to see, or nobody to look
   */
  public Shape {
    if (cameras < 1 || ingests < 1 || ingests > cameras || inferences < 1 || topologies < 1) {
      throw new IllegalArgumentException(
          "a run needs cameras, and at least one process of ingest, inference and topology");
    }
    if (standbys < 0 || standbys >= topologies) {
      throw new IllegalArgumentException(
          "of %d topologies, 0 to %d can keep warm copies, not %d"
              .formatted(topologies, topologies - 1, standbys));
    }
    if (brokers != 1 && brokers != 3) {
      throw new IllegalArgumentException("brokers must be 1 or 3, not " + brokers);
    }
  }

  /** The same events, by one process of each kind, on one broker: nothing is there to disturb. */
  public Shape alone() {
    return new Shape(
        cameras, ingests, 1, 1, 0, Math.min(1, captionings), sources, delivery, 1, 2, seed);
  }

  /** A camera's id. */
  public static String camera(int number) {
    return "room-" + number;
  }
}
