package io.afterimage.bench.speed.step;

import io.afterimage.bench.rig.Backlog;
import io.afterimage.bench.rig.Case;
import io.afterimage.bench.rig.Keeper;
import io.afterimage.bench.rig.Player;
import io.afterimage.bench.rig.Rig;
import io.afterimage.bench.rig.Tape;
import io.afterimage.bench.speed.measure.CpuTime;
import io.afterimage.bench.speed.measure.Stopwatch;
import io.afterimage.bench.speed.measure.Work;
import io.afterimage.contract.Topics;
import io.afterimage.inference.pack.Pack;
import io.afterimage.inference.runtime.MemoryModel;
import io.afterimage.inference.runtime.PackRuntime;
import io.afterimage.topology.Delivery;
import java.io.IOException;

/**
 * Features from a backlog to predictions and events, on one thread each: by a topology in a process
 * of its own, and by the ONNX step in a bare loop in this one. The broker is a third process, whose
 * CPU time does not count. Used by one thread.
 */
public final class StepBench {
  private final Rig rig;
  private final Tape tape;
  private final PackRuntime runtime;
  private final int cameras;
  private int measured;

  /**
   * Nothing is measured yet.
   *
   * @param rig the broker
   * @param tape the features of a backlog, all of them
   * @param runtime the pack's, for the bare loop; stays the caller's
   * @param cameras how many play the tape
   */
  public StepBench(Rig rig, Tape tape, PackRuntime runtime, int cameras) {
    this.rig = rig;
    this.tape = tape;
    this.runtime = runtime;
    this.cameras = cameras;
  }

  /**
   * The second half of the backlog, by a topology that also tells predictions.
   *
   * @throws IOException if its settings cannot be written
   * @throws InterruptedException if the thread is asked to stop
   */
  public Work topology(Delivery delivery) throws IOException, InterruptedException {
    String prefix = "step" + measured++;
    String[] options = {"--predictions", "--pack", id(), "--set", "topology.threads=1"};
    try (Keeper keeper = new Keeper(rig, plan(delivery), prefix, options);
        Player player = player(prefix)) {
      return Backlog.secondHalf(
          keeper,
          player,
          tape.frames(),
          () -> {
            long pid = keeper.node().pid().orElseThrow();
            Stopwatch stopwatch = Stopwatch.start(() -> CpuTime.of(pid));
            return stopwatch::done;
          });
    }
  }

  /**
   * The second half of the same backlog, by the bare loop.
   *
   * @throws IOException if its settings cannot be written
   */
  public Work bare(Delivery delivery) throws IOException {
    String prefix = "bare" + measured++;
    Topics topics = new Topics(prefix);
    rig.prepare(plan(delivery), prefix, 0);
    Pack pack = runtime.pack();
    try (Player player = player(prefix);
        MemoryModel model = runtime.newMemoryModel()) {
      player.play(tape.frames(), false);
      boolean transactions = delivery == Delivery.EXACTLY_ONCE;
      try (BareLoop loop =
          new BareLoop(rig.client(), topics, new BareStep(model), new Told(pack), transactions)) {
        long before = loop.take(player.played() / 2);
        return loop.measure(player.played() - before);
      }
    }
  }

  private String id() {
    return runtime.pack().manifest().id();
  }

  private Case plan(Delivery delivery) {
    return new Case("none", delivery, Case.DEFAULT_CACHE, cameras);
  }

  private Player player(String prefix) {
    return new Player(rig, tape, new Topics(prefix).features(), cameras);
  }
}
