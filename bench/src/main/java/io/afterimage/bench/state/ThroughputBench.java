package io.afterimage.bench.state;

import io.afterimage.bench.rig.Case;
import io.afterimage.bench.rig.Keeper;
import io.afterimage.bench.rig.Player;
import io.afterimage.bench.rig.Rig;
import io.afterimage.bench.rig.Tape;
import io.afterimage.contract.Topics;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/** How many features topologies take a second, from a backlog that they share. */
final class ThroughputBench {
  private final Rig rig;
  private final Tape tape;

  ThroughputBench(Rig rig, Tape tape) {
    this.rig = rig;
    this.tape = tape;
  }

  /**
   * Measures the second half of the tape; in the first one the JVMs warm up.
   *
   * @param prefix of the case's topics
   * @param frames of each camera
   * @param instances how many topologies, each a process
   * @param threads of each; 0: one a core
   * @return features a second, committed, of all together
   */
  double measure(Case measured, String prefix, int frames, int instances, int threads)
      throws IOException, InterruptedException {
    String features = new Topics(prefix).features();
    Deque<Keeper> keepers = new ArrayDeque<>();
    try (Player player = new Player(rig, tape, features, measured.cameras())) {
      for (int i = 0; i < instances; i++) {
        keepers.push(new Keeper(rig, measured, prefix, i, "--set", "topology.threads=" + threads));
      }
      player.play(frames, false);
      for (Keeper keeper : keepers) {
        keeper.node().start();
      }
      long half = keepers.element().awaitCommitted(player.played() / 2);
      long begun = System.nanoTime();
      long all = keepers.element().awaitCommitted(player.played());
      return (all - half) / ((System.nanoTime() - begun) / 1e9);
    } finally {
      keepers.forEach(Keeper::close);
    }
  }
}
