package io.afterimage.bench.state;

import io.afterimage.bench.rig.Case;
import io.afterimage.bench.rig.Keeper;
import io.afterimage.bench.rig.Player;
import io.afterimage.bench.rig.Rig;
import io.afterimage.bench.rig.Tape;
import io.afterimage.contract.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** How long the memories of many cameras take to be restored. */
final class RestoreBench {
  private static final Duration STOP = Duration.ofSeconds(30);

  private final Rig rig;
  private final Tape tape;

  RestoreBench(Rig rig, Tape tape) {
    this.rig = rig;
    this.tape = tape;
  }

  /**
   * One restore.
   *
   * @param how what came before it
   * @param changes records that were read from changelogs
   * @param restoring how long memories were not at hand, seconds
   * @param ready from the process's start until it worked, seconds
   */
  record Restore(String how, long changes, double restoring, double ready) {}

  /**
   * Restores after the loss of the local folder, and after {@code kill -9} in the middle of frames.
   *
   * @param prefix of the case's topics
   * @param frames of each camera before each of both
   */
  List<Restore> measure(Case measured, String prefix, int frames)
      throws IOException, InterruptedException {
    String features = new Topics(prefix).features();
    try (Keeper keeper = new Keeper(rig, measured, prefix);
        Player player = new Player(rig, tape, features, measured.cameras())) {
      keeper.node().start();
      keeper.awaitReady();
      player.play(frames, false);
      keeper.awaitCommitted(player.played());
      keeper.node().stop(STOP);
      delete(keeper.data());
      keeper.node().start();
      Restore moved = restore("another machine", keeper);

      player.play(frames / 2, false);
      keeper.node().killForGood();
      keeper.node().awaitEnd();
      keeper.node().start();
      return List.of(moved, restore("kill -9", keeper));
    }
  }

  private static Restore restore(String how, Keeper keeper)
      throws IOException, InterruptedException {
    Duration ready = keeper.awaitReady();
    return new Restore(
        how,
        (long) keeper.metric("afterimage_restore_records_total"),
        keeper.metric("afterimage_restore_seconds_sum"),
        ready.toMillis() / 1e3);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
