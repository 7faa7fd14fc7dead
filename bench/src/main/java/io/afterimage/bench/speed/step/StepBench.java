package io.afterimage.bench.speed.step;

import io.afterimage.bench.rig.Case;
import io.afterimage.bench.rig.Keeper;
import io.afterimage.bench.rig.Player;
import io.afterimage.bench.rig.Rig;
import io.afterimage.bench.rig.Tape;
import io.afterimage.bench.speed.measure.CpuTime;
import io.afterimage.bench.speed.measure.Rounds;
import io.afterimage.bench.speed.measure.Stopwatch;
import io.afterimage.bench.speed.measure.Work;
import io.afterimage.contract.Topics;
import io.afterimage.inference.runtime.MemoryModel;
import io.afterimage.inference.runtime.PackRuntime;
import io.afterimage.topology.Delivery;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Features from a backlog to predictions and events, on one thread each: by a topology in a process
 * of its own, and the same records by the ONNX step in a bare loop in this one. Both go on from
 * round to round, so that what their JVMs compile at first is not taken for the work. The broker is
 * a third process, whose CPU time does not count. Used by one thread.
 */
public final class StepBench implements AutoCloseable {
  private final Rig rig;
  private final Tape tape;
  private final String topic;
  private final int cameras;
  private final MemoryModel model;
  private final BareLoop bare;
  private final Keeper keeper;
  private int turns;

  /**
   * Makes the topics; nothing runs yet.
   *
   * @param rig the broker
   * @param tape the features of a backlog, all of them
   * @param runtime the pack's, for the bare loop; stays the caller's
   * @param cameras how many play the tape in each turn, other ones each time
   * @throws IOException if the settings cannot be written
   */
  public StepBench(Rig rig, Tape tape, PackRuntime runtime, Delivery delivery, int cameras)
      throws IOException {
    this.rig = rig;
    this.tape = tape;
    this.cameras = cameras;
    String prefix = "step-" + delivery.wireName();
    Topics topics = new Topics(prefix);
    topic = topics.features();
    Case plan = new Case("none", delivery, Case.DEFAULT_CACHE, cameras);
    String pack = runtime.pack().manifest().id();
    String[] options = {"--predictions", "--pack", pack, "--set", "topology.threads=1"};
    keeper = new Keeper(rig, plan, prefix, options);
    model = runtime.newMemoryModel();
    bare =
        new BareLoop(
            rig.client(),
            topics,
            new BareStep(model),
            new Told(runtime.pack()),
            delivery == Delivery.EXACTLY_ONCE);
  }

  /**
   * Starts the topology, which also tells predictions, and measures both in turn. Once.
   *
   * @param warmUp turns that are not measured
   * @param rounds turns that are
   * @throws IOException if the topology does not answer
   * @throws InterruptedException if the thread is asked to stop
   */
  public Rounds<Work, Work> measure(int warmUp, int rounds)
      throws IOException, InterruptedException {
    keeper.node().start();
    keeper.awaitReady();
    List<Work> ours = new ArrayList<>();
    List<Work> beside = new ArrayList<>();
    for (int turn = 0; turn < warmUp + rounds; turn++) {
      Work told = topology();
      Work limit = bare();
      if (turn >= warmUp) {
        ours.add(told);
        beside.add(limit);
      }
    }
    return new Rounds<>(ours, beside);
  }

  /** Plays what is taken in this turn; by the half of it the player has long come to its end. */
  private Work topology() throws InterruptedException {
    long before = turns * aTurn();
    try (Player player = new Player(rig, tape, topic, turns * cameras, cameras)) {
      player.play(tape.frames(), false);
    }
    turns++;
    long pid = keeper.node().pid().orElseThrow();
    long half = keeper.awaitCommitted(before + aTurn() / 2);
    Stopwatch stopwatch = Stopwatch.start(() -> CpuTime.of(pid));
    return stopwatch.done(keeper.awaitCommitted(before + aTurn()) - half);
  }

  private Work bare() {
    long begun = bare.take(aTurn() / 2);
    return bare.measure(aTurn() - begun);
  }

  /** How many features a turn has. */
  private long aTurn() {
    return (long) tape.frames() * cameras;
  }

  @Override
  public void close() {
    keeper.close();
    bare.close();
    model.close();
  }
}
