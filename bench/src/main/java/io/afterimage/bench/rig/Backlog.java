package io.afterimage.bench.rig;

import java.util.function.LongFunction;
import java.util.function.Supplier;

/** A backlog of features that a topology finds when it starts. Stateless. */
public final class Backlog {
  private Backlog() {}

  /**
   * Measures the second half of a backlog; in the first one the JVM warms up.
   *
   * @param keeper the topology; started here
   * @param player plays the backlog beforehand
   * @param frames of each camera
   * @param measurement begun at the half; given how many features were committed since, it says
   *     what came of it
   * @throws InterruptedException if the thread is asked to stop
   */
  public static <T> T secondHalf(
      Keeper keeper, Player player, int frames, Supplier<LongFunction<T>> measurement)
      throws InterruptedException {
    player.play(frames, false);
    keeper.node().start();
    long before = keeper.awaitCommitted(player.played() / 2);
    LongFunction<T> begun = measurement.get();
    long after = keeper.awaitCommitted(player.played());
    return begun.apply(after - before);
  }
}
