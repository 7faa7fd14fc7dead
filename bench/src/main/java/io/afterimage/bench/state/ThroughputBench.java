package io.afterimage.bench.state;

import io.afterimage.bench.rig.Backlog;
import io.afterimage.bench.rig.Case;
import io.afterimage.bench.rig.Keeper;
import io.afterimage.bench.rig.Player;
import io.afterimage.bench.rig.Rig;
import io.afterimage.bench.rig.Tape;
import io.afterimage.contract.Topics;
import java.io.IOException;

/** How many features a topology takes a second, from a backlog. */
final class ThroughputBench {
  private final Rig rig;
  private final Tape tape;

  ThroughputBench(Rig rig, Tape tape) {
    this.rig = rig;
    this.tape = tape;
  }

  /**
   * Measures the second half of the tape; in the first one the JVM warms up.
   *
   * @param prefix of the case's topics
   * @param frames of each camera
   * @return features a second, committed
   */
  double measure(Case measured, String prefix, int frames)
      throws IOException, InterruptedException {
    String features = new Topics(prefix).features();
    try (Keeper keeper = new Keeper(rig, measured, prefix);
        Player player = new Player(rig, tape, features, measured.cameras())) {
      return Backlog.secondHalf(
          keeper,
          player,
          frames,
          () -> {
            long begun = System.nanoTime();
            return taken -> taken / ((System.nanoTime() - begun) / 1e9);
          });
    }
  }
}
