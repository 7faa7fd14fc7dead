package io.afterimage.bench.chaos.fault;

import io.afterimage.bench.chaos.process.Cluster;
import io.afterimage.bench.chaos.process.Pipeline;
import io.afterimage.bench.chaos.process.Restarts;
import io.afterimage.bench.chaos.process.WallClock;
import java.util.Map;
import java.util.Optional;

/**
 * What faults are done to.
 *
 * @param cluster the brokers
 * @param pipeline the roles
 * @param clocks the clocks that can be wrong, by process; empty: there are none
 * @param disk the disk that can be full; empty: there is none
 * @param restarts takes back what lasts
 */
public record Site(
    Cluster cluster,
    Pipeline pipeline,
    Map<String, WallClock> clocks,
    Optional<SmallDisk> disk,
    Restarts restarts) {
  /** Copies the clocks. */
  public Site {
    clocks = Map.copyOf(clocks);
  }
}
