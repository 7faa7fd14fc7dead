package io.afterimage.bench.speed.plan;

import java.util.Locale;

/**
 * What a number of cameras needs, frames over Kafka or not. Immutable.
 *
 * @param cameras how many
 * @param edge whether frames stay on the machine that reads the cameras
 * @param cost of one
 * @param machines what they are to run on
 */
public record Plan(int cameras, boolean edge, CameraCost cost, Machines machines) {
  private static final double MILLIS = 1e3;

  /** Cores that read cameras. */
  public double ingestCores() {
    return cores(cost.ingestMs());
  }

  /** Cores that encode. */
  public double inferenceCores() {
    return cores(cost.inferenceMs());
  }

  /** Cores that keep memories; a stream thread is one. */
  public double topologyCores() {
    return cores(cost.topologyMs());
  }

  /**
   * Fewest partitions of {@code features}: a thread takes whole ones, and they are not all alike.
   */
  public int partitions() {
    return (int) Math.max(8, 2 * Math.ceil(topologyCores()));
  }

  /** MB that producers write a second, before copies. */
  public double writtenMb() {
    double kb = (edge ? 0 : cost.framesKb()) + cost.featuresKb() + cost.changelogKb();
    return cameras * kb / MILLIS;
  }

  /** MB a second that the brokers' disks take together. */
  public double diskMb() {
    return writtenMb() * machines.copies();
  }

  /** MB a second that all brokers send: to readers, and to one another. */
  public double sentMb() {
    double read = cameras * ((edge ? 0 : cost.framesKb()) + cost.featuresKb()) / MILLIS;
    return read + writtenMb() * (machines.copies() - 1);
  }

  /** Machines, if each did its share of everything. */
  public int count() {
    return (int) Math.ceil(Math.max(byCores(), Math.max(byNetwork(), byDisks())));
  }

  /** What is used up first on such machines. */
  public String bottleneck() {
    if (byDisks() >= Math.max(byCores(), byNetwork())) {
      return "the brokers' disks";
    }
    if (byNetwork() >= byCores()) {
      return "the brokers' network";
    }
    return String.format(
        Locale.ROOT, "cores, %.0f %% of them ingest's", 100 * ingestCores() / allCores());
  }

  private double byCores() {
    return allCores() / machines.cores();
  }

  private double byNetwork() {
    return Math.max(diskMb(), sentMb()) / machines.networkMb() / machines.share();
  }

  private double byDisks() {
    return diskMb() / machines.diskMb() / machines.share();
  }

  private double allCores() {
    return ingestCores() + inferenceCores() + topologyCores() + brokerCores();
  }

  /** CPU grows with the copies: a follower fetches and writes each record too. */
  private double brokerCores() {
    double kb = cost.framesKb() + cost.featuresKb() + cost.changelogKb();
    double part = edge ? (cost.featuresKb() + cost.changelogKb()) / kb : 1;
    return cores(cost.brokerMs() * part * machines.copies());
  }

  private double cores(double millis) {
    return cameras * millis / MILLIS / machines.share();
  }

  /** The head of a table of plans, in Markdown. */
  public static String head() {
    return """
        | cameras | frames | cores: ingest | encoders | topologies | brokers | written MB/s | disks MB/s | sent MB/s | partitions | machines | used up first |
        |---|---|---|---|---|---|---|---|---|---|---|---|
        """;
  }

  /** A row of it. */
  public String row() {
    return String.format(
        Locale.ROOT,
        "| %,d | %s | %.1f | %.1f | %.1f | %.1f | %.1f | %.1f | %.1f | %d | %d | %s |%n",
        cameras,
        edge ? "in memory" : "over Kafka",
        ingestCores(),
        inferenceCores(),
        topologyCores(),
        brokerCores(),
        writtenMb(),
        diskMb(),
        sentMb(),
        partitions(),
        count(),
        bottleneck());
  }
}
