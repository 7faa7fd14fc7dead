package io.afterimage.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.contract.feature.Feature;
import io.afterimage.contract.feature.Tensor;
import io.afterimage.topology.fixture.AroundFake;
import io.afterimage.topology.fixture.FakeModel;
import io.afterimage.topology.fixture.HeardFault;
import io.afterimage.topology.fixture.KafkaNode;
import io.afterimage.topology.fixture.Stream;
import io.afterimage.topology.fixture.Told;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.streams.KafkaStreams;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A restart in the middle equals no restart, on a real broker. */
class RestartTest {
  @TempDir static Path folder;
  private static KafkaNode node;

  /** What a topology says that takes all records from beginning to end. */
  private static Map<String, List<Told>> expected;

  @BeforeAll
  static void open() throws Exception {
    node = KafkaNode.start(folder.resolve("broker"));
    expected = FiveCameras.undisturbed(node, state());
  }

  @AfterAll
  static void close() {
    node.close();
  }

  private static Path state() throws Exception {
    return Files.createTempDirectory(folder, "state");
  }

  @Test
  void shouldSayTheSameAfterRestartsOnOtherMachines() throws Exception {
    try (BrokerRig rig = new BrokerRig(node, "moved")) {
      for (int part = 0; part < 3; part++) {
        FiveCameras.send(rig, part / 4.0, (part + 1) / 4.0);
        // Each has an empty folder: the memory comes from the changelog alone.
        TopologyRunner moved = rig.run(FiveCameras::model, state(), Delivery.EXACTLY_ONCE);
        int some = 1 + part * FiveCameras.COUNT * FiveCameras.RECORDS / 4;
        FiveCameras.awaitPredictions(rig, some);
        moved.close();
      }
      FiveCameras.send(rig, 3 / 4.0, 1);
      try (TopologyRunner last = rig.run(FiveCameras::model, state(), Delivery.EXACTLY_ONCE)) {
        assertThat(FiveCameras.told(rig)).isEqualTo(expected);
        assertThat(last.state()).isEqualTo(KafkaStreams.State.RUNNING);
      }
    }
  }

  @Test
  void shouldSayTheSameAfterThreadsThatDieInTheMiddleOfATransaction() throws Exception {
    // The clock is read between saving a memory and telling its events.
    DyingClock clock = new DyingClock(Set.of(3, 20));
    try (BrokerRig rig = new BrokerRig(node, "hurt")) {
      FiveCameras.send(rig, 0, 0.5);
      try (TopologyRunner runner =
          BrokerRig.run(
              rig.topology(FiveCameras::model, clock),
              rig.settings(state(), Delivery.EXACTLY_ONCE),
              TopologyListener.SILENT)) {
        FiveCameras.awaitPredictions(rig, FiveCameras.COUNT * FiveCameras.RECORDS / 3);
        clock.armed.set(true);
        FiveCameras.send(rig, 0.5, 1);
        assertThat(FiveCameras.told(rig)).isEqualTo(expected);
        assertThat(clock.deaths.get()).isEqualTo(2);
        assertThat(runner.state()).isNotEqualTo(KafkaStreams.State.ERROR);
      }
    }
  }

  @Test
  void shouldSayTheSameAfterAProcessThatDied() throws Exception {
    AtomicInteger stepsLeft = new AtomicInteger(Integer.MAX_VALUE);
    HeardFault fault = new HeardFault();
    try (BrokerRig rig = new BrokerRig(node, "dead")) {
      FiveCameras.send(rig, 0, 0.5);
      try (TopologyRunner first =
          new TopologyRunner(
              rig.settings(state(), Delivery.EXACTLY_ONCE),
              rig.topology(() -> new DyingModel(stepsLeft), Clock.systemUTC()),
              fault)) {
        first.start();
        FiveCameras.awaitPredictions(rig, FiveCameras.COUNT * FiveCameras.RECORDS / 3);
        stepsLeft.set(60);
        FiveCameras.send(rig, 0.5, 1);
        assertThat(fault.await())
            .hasMessageContaining("no memory left")
            .extracting(TopologyException::code)
            .isEqualTo(TopologyException.Code.STOPPED);
        assertThat(fault.awaitError()).isEqualTo(first.state());
      }
      try (TopologyRunner second = rig.run(FiveCameras::model, state(), Delivery.EXACTLY_ONCE)) {
        assertThat(FiveCameras.told(rig)).isEqualTo(expected);
        assertThat(second.state()).isEqualTo(KafkaStreams.State.RUNNING);
      }
    }
  }

  @Test
  void shouldSetAsideWhatDoesNotParseInTheSameTransaction() throws Exception {
    try (BrokerRig rig = new BrokerRig(node, "poison")) {
      rig.sendRaw("door", new byte[] {7, 7}).get();
      rig.send("door", new Stream(1).frame(-1, 0, 0).frames(9, 1, 0.9f).records());
      try (TopologyRunner runner =
          rig.run(() -> new FakeModel(0), state(), Delivery.EXACTLY_ONCE)) {
        List<Told> letters = rig.read(rig.topics.deadLetters(), told -> told.size() >= 2);
        assertThat(letters).extracting(Told::key).containsExactly("door", "door");
        assertThat(letters.get(0).json()).contains("unknown_version").contains("\"offset\":0");
        assertThat(letters.get(1).json()).contains("run_failed").contains("\"offset\":1");
        assertThat(rig.read(rig.topics.predictions(), told -> told.size() >= 9)).hasSize(9);
        assertThat(runner.state()).isEqualTo(KafkaStreams.State.RUNNING);
      }
    }
  }

  @Test
  void shouldSayTheSameAtLowLatency() throws Exception {
    try (BrokerRig rig = new BrokerRig(node, "quick")) {
      FiveCameras.send(rig, 0, 0.5);
      TopologyRunner first = rig.run(FiveCameras::model, state(), Delivery.LOW_LATENCY);
      FiveCameras.awaitPredictions(rig, FiveCameras.COUNT * FiveCameras.RECORDS / 3);
      first.close();
      FiveCameras.send(rig, 0.5, 1);
      try (TopologyRunner runner = rig.run(FiveCameras::model, state(), Delivery.LOW_LATENCY)) {
        // Nobody was killed: even at least once says nothing twice.
        assertThat(FiveCameras.told(rig)).isEqualTo(expected);
        assertThat(runner.state()).isEqualTo(KafkaStreams.State.RUNNING);
      }
    }
  }

  @Test
  void shouldTellEventsAheadOfTheirTransactionAtLowLatencyAndMissNoneAfterADeath()
      throws Exception {
    try (BrokerRig rig = new BrokerRig(node, "early")) {
      // However slow the machine is, these are news.
      FiveCameras.send(rig, Instant.now().plus(Duration.ofMinutes(10)));
      dieBeforeTheFirstCommit(rig);
      // Nothing was committed, yet it was told.
      assertThat(rig.committed("topology")).isZero();
      int told =
          rig.read(rig.topics.predictions(), all -> all.size() >= FiveCameras.RECORDS).size();
      assertThat(told).isGreaterThanOrEqualTo(FiveCameras.RECORDS);
      try (TopologyRunner second = rig.run(FiveCameras::model, state(), Delivery.LOW_LATENCY)) {
        Map<String, List<Told>> again = FiveCameras.told(rig);
        assertThat(again).isNotEqualTo(expected);
        assertThat(first(again)).isEqualTo(expected);
        assertThat(second.state()).isEqualTo(KafkaStreams.State.RUNNING);
      }
    }
  }

  @Test
  void shouldTellABacklogOnceAtLowLatencyEvenAfterADeath() throws Exception {
    try (BrokerRig rig = new BrokerRig(node, "backlog")) {
      FiveCameras.send(rig, Instant.now().minus(Duration.ofHours(1)));
      dieBeforeTheFirstCommit(rig);
      try (TopologyRunner second = rig.run(FiveCameras::model, state(), Delivery.LOW_LATENCY)) {
        assertThat(FiveCameras.told(rig)).isEqualTo(expected);
        assertThat(second.state()).isEqualTo(KafkaStreams.State.RUNNING);
      }
    }
  }

  /** Lets a topology at low latency die in the middle of all that was sent. */
  private static void dieBeforeTheFirstCommit(BrokerRig rig) throws Exception {
    AtomicInteger stepsLeft = new AtomicInteger(FiveCameras.COUNT * FiveCameras.RECORDS / 2);
    HeardFault fault = new HeardFault();
    try (TopologyRunner first =
        new TopologyRunner(
            rig.settings(
                "topology",
                state(),
                Delivery.LOW_LATENCY,
                // Longer than it lives.
                "commit.interval.ms",
                "19000",
                "producer.transaction.timeout.ms",
                "20000"),
            rig.topology(() -> new DyingModel(stepsLeft), Clock.systemUTC()),
            fault)) {
      first.start();
      fault.await();
    }
  }

  /** Each record where it came first. */
  private static Map<String, List<Told>> first(Map<String, List<Told>> told) {
    Map<String, List<Told>> first = new LinkedHashMap<>();
    told.forEach((key, all) -> first.put(key, List.copyOf(new LinkedHashSet<>(all))));
    return first;
  }

  /** Fails at certain readings, outside of all that contains a record's fault. */
  private static final class DyingClock extends Clock {
    private final Set<Integer> at;
    private final AtomicInteger readings = new AtomicInteger();
    private final AtomicInteger deaths = new AtomicInteger();
    private final AtomicBoolean armed = new AtomicBoolean();

    DyingClock(Set<Integer> at) {
      this.at = at;
    }

    @Override
    public Instant instant() {
      if (armed.get() && at.contains(readings.incrementAndGet())) {
        deaths.incrementAndGet();
        throw new IllegalStateException("this thread dies");
      }
      return Instant.now();
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  /** Takes the whole client with it when its steps are used up. */
  private static final class DyingModel extends AroundFake {
    private final AtomicInteger stepsLeft;

    DyingModel(AtomicInteger stepsLeft) {
      super(FiveCameras.WEIGHT);
      this.stepsLeft = stepsLeft;
    }

    @Override
    public Step step(Feature feature, List<Tensor> states) {
      if (stepsLeft.decrementAndGet() <= 0) {
        throw new OutOfMemoryError("no memory left");
      }
      return super.step(feature, states);
    }
  }
}
