package io.afterimage.bench.state;

import io.afterimage.bench.rig.Case;
import io.afterimage.bench.rig.Keeper;
import io.afterimage.bench.rig.Player;
import io.afterimage.bench.rig.Rig;
import io.afterimage.bench.rig.Tape;
import io.afterimage.contract.Topics;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** How many bytes each frame writes into the changelogs. */
final class ChangelogBench {
  private static final String[] STORES = {"memory", "windows", "window-slots"};

  private final Rig rig;
  private final Tape tape;

  ChangelogBench(Rig rig, Tape tape) {
    this.rig = rig;
    this.tape = tape;
  }

  /**
   * Plays the tape live.
   *
   * @param prefix of the case's topics
   * @param frames of each camera
   * @return bytes a frame by store
   */
  Map<String, Double> measure(Case measured, String prefix, int frames)
      throws IOException, InterruptedException {
    String features = new Topics(prefix).features();
    try (Keeper keeper = new Keeper(rig, measured, prefix);
        Player player = new Player(rig, tape, features, measured.cameras())) {
      keeper.node().start();
      keeper.awaitReady();
      player.play(frames, true);
      keeper.awaitCommitted(player.played());
      Map<String, Double> bytes = new LinkedHashMap<>();
      for (String store : STORES) {
        bytes.put(store, (double) keeper.changelogBytes(store) / player.played());
      }
      return bytes;
    }
  }
}
