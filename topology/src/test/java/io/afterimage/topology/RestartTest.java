package io.afterimage.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.contract.Marker;
import io.afterimage.contract.feature.Feature;
import io.afterimage.contract.feature.FeatureRecord;
import io.afterimage.contract.feature.Tensor;
import io.afterimage.inference.InferenceException;
import io.afterimage.inference.runtime.MemoryModel;
import io.afterimage.topology.fixture.FakeModel;
import io.afterimage.topology.fixture.HeardFault;
import io.afterimage.topology.fixture.KafkaNode;
import io.afterimage.topology.fixture.Looks;
import io.afterimage.topology.fixture.RandomStream;
import io.afterimage.topology.fixture.SharingModel;
import io.afterimage.topology.fixture.Stream;
import io.afterimage.topology.fixture.Told;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.kafka.streams.KafkaStreams;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A restart in the middle equals no restart, on a real broker. */
class RestartTest {
  private static final int CAMERAS = 5;
  private static final int RECORDS = 300;

  @TempDir static Path folder;
  private static KafkaNode node;

  /** What a topology says that takes all records from beginning to end. */
  private static Map<String, List<Told>> expected;

  @BeforeAll
  static void open() throws Exception {
    node = KafkaNode.start(folder.resolve("broker"));
    expected = uninterrupted();
    assertThat(expected).hasSize(4 * CAMERAS);
  }

  @AfterAll
  static void close() {
    node.close();
  }

  private static Path state() throws Exception {
    return Files.createTempDirectory(folder, "state");
  }

  private static MemoryModel model() {
    return new FakeModel(0.4f);
  }

  /** Each camera's records; the last one ends its epoch. */
  private static Map<String, List<FeatureRecord>> cameras() {
    Map<String, List<FeatureRecord>> cameras = new LinkedHashMap<>();
    for (int i = 0; i < CAMERAS; i++) {
      List<FeatureRecord> records = new ArrayList<>(RandomStream.of(77 + i, RECORDS));
      records.addAll(
          new Stream(1000).frames(20, 1, 0.9f).quiet(4).marker(Marker.Kind.END).records());
      cameras.put("camera-" + i, Looks.in("camera-" + i, records));
    }
    return cameras;
  }

  private static void send(BrokerRig rig, double from, double to) throws Exception {
    for (Map.Entry<String, List<FeatureRecord>> camera : cameras().entrySet()) {
      List<FeatureRecord> records = camera.getValue();
      int first = (int) (from * records.size());
      rig.send(camera.getKey(), records.subList(first, (int) (to * records.size())));
    }
  }

  private static boolean allEnded(List<Told> told) {
    return told.stream()
            .filter(r -> r.json().contains("\"epoch\":1000") && r.json().contains("\"marker\""))
            .map(Told::key)
            .distinct()
            .count()
        == CAMERAS;
  }

  /** The end of each camera's last epoch follows its last request. */
  private static boolean allAsked(List<Told> told) {
    return told.stream()
            .map(Told::request)
            .filter(Marker.class::isInstance)
            .filter(marker -> marker.position().epoch() == 1000)
            .count()
        == CAMERAS;
  }

  private static void awaitPredictions(BrokerRig rig, int committed) {
    assertThat(rig.read(rig.topics.predictions(), told -> told.size() >= committed)).isNotEmpty();
  }

  /** What each camera's topics hold, in order, without what a replay may change. */
  private static Map<String, List<Told>> byCamera(BrokerRig rig) {
    Map<String, List<Told>> told = new LinkedHashMap<>();
    List<Told> all = new ArrayList<>();
    all.addAll(rig.read(rig.topics.actions(), RestartTest::allEnded));
    all.addAll(rig.read(rig.topics.attention(), RestartTest::allEnded));
    all.addAll(rig.read(rig.topics.predictions(), RestartTest::allEnded));
    all.addAll(rig.read(rig.topics.captionRequests(), RestartTest::allAsked));
    for (Told record : all) {
      told.computeIfAbsent(record.key() + record.topic(), key -> new ArrayList<>())
          .add(record.timeless());
    }
    return told;
  }

  private static Map<String, List<Told>> uninterrupted() throws Exception {
    try (BrokerRig rig = new BrokerRig(node, "whole")) {
      send(rig, 0, 1);
      try (TopologyRunner runner = rig.run(RestartTest::model, state(), Delivery.EXACTLY_ONCE)) {
        Map<String, List<Told>> told = byCamera(rig);
        assertThat(runner.state()).isEqualTo(KafkaStreams.State.RUNNING);
        return told;
      }
    }
  }

  @Test
  void shouldSayTheSameAfterRestartsOnOtherMachines() throws Exception {
    try (BrokerRig rig = new BrokerRig(node, "moved")) {
      for (int part = 0; part < 3; part++) {
        send(rig, part / 4.0, (part + 1) / 4.0);
        // Each has an empty folder: the memory comes from the changelog alone.
        TopologyRunner moved = rig.run(RestartTest::model, state(), Delivery.EXACTLY_ONCE);
        int some = 1 + part * CAMERAS * RECORDS / 4;
        awaitPredictions(rig, some);
        moved.close();
      }
      send(rig, 3 / 4.0, 1);
      try (TopologyRunner last = rig.run(RestartTest::model, state(), Delivery.EXACTLY_ONCE)) {
        assertThat(byCamera(rig)).isEqualTo(expected);
        assertThat(last.state()).isEqualTo(KafkaStreams.State.RUNNING);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Delivery.class)
  void shouldSayTheSameWhereCamerasShareRuns(Delivery delivery) throws Exception {
    AtomicInteger shared = new AtomicInteger();
    assertSaysTheSame("shared-" + delivery, delivery, shared, null);
    // Late frames, cuts and gaps are stepped alone, and so is what comes first after a poll.
    assertThat(shared.get()).isGreaterThan(CAMERAS * RECORDS / 3);
  }

  @Test
  void shouldSayTheSameWhereRunsOfSeveralFail() throws Exception {
    AtomicInteger shared = new AtomicInteger();
    InferenceException fault =
        new InferenceException(InferenceException.Code.RUN_FAILED, "too many at once");
    assertSaysTheSame("unshared", Delivery.EXACTLY_ONCE, shared, fault);
    assertThat(shared.get()).isPositive();
  }

  private static void assertSaysTheSame(
      String prefix, Delivery delivery, AtomicInteger shared, @Nullable InferenceException fault)
      throws Exception {
    try (BrokerRig rig = new BrokerRig(node, prefix)) {
      sendInTurns(rig);
      Supplier<MemoryModel> models = () -> new SharingModel(new FakeModel(0.4f), shared, fault);
      try (TopologyRunner runner = rig.run(models, state(), delivery)) {
        assertThat(byCamera(rig)).isEqualTo(expected);
        assertThat(runner.state()).isEqualTo(KafkaStreams.State.RUNNING);
      }
    }
  }

  /** A record of each camera, then the next one of each. */
  private static void sendInTurns(BrokerRig rig) throws Exception {
    Map<String, List<FeatureRecord>> cameras = cameras();
    int longest = cameras.values().stream().mapToInt(List::size).max().orElseThrow();
    for (int i = 0; i < longest; i++) {
      for (Map.Entry<String, List<FeatureRecord>> camera : cameras.entrySet()) {
        if (i < camera.getValue().size()) {
          rig.send(camera.getKey(), camera.getValue().subList(i, i + 1));
        }
      }
    }
  }

  @Test
  void shouldSayTheSameAfterThreadsThatDieInTheMiddleOfATransaction() throws Exception {
    // The clock is read between saving a memory and telling its events.
    DyingClock clock = new DyingClock(Set.of(3, 20));
    try (BrokerRig rig = new BrokerRig(node, "hurt")) {
      send(rig, 0, 0.5);
      try (TopologyRunner runner =
          BrokerRig.run(
              rig.topology(RestartTest::model, clock),
              rig.settings(state(), Delivery.EXACTLY_ONCE),
              TopologyListener.SILENT)) {
        awaitPredictions(rig, CAMERAS * RECORDS / 3);
        clock.armed.set(true);
        send(rig, 0.5, 1);
        assertThat(byCamera(rig)).isEqualTo(expected);
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
      send(rig, 0, 0.5);
      try (TopologyRunner first =
          new TopologyRunner(
              rig.settings(state(), Delivery.EXACTLY_ONCE),
              rig.topology(() -> new DyingModel(stepsLeft), Clock.systemUTC()),
              fault)) {
        first.start();
        awaitPredictions(rig, CAMERAS * RECORDS / 3);
        stepsLeft.set(60);
        send(rig, 0.5, 1);
        assertThat(fault.await())
            .hasMessageContaining("no memory left")
            .extracting(TopologyException::code)
            .isEqualTo(TopologyException.Code.STOPPED);
        assertThat(fault.awaitError()).isEqualTo(first.state());
      }
      try (TopologyRunner second = rig.run(RestartTest::model, state(), Delivery.EXACTLY_ONCE)) {
        assertThat(byCamera(rig)).isEqualTo(expected);
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
      send(rig, 0, 0.5);
      TopologyRunner first = rig.run(RestartTest::model, state(), Delivery.LOW_LATENCY);
      awaitPredictions(rig, CAMERAS * RECORDS / 3);
      first.close();
      send(rig, 0.5, 1);
      try (TopologyRunner runner = rig.run(RestartTest::model, state(), Delivery.LOW_LATENCY)) {
        // Nobody was killed: even at least once says nothing twice.
        assertThat(byCamera(rig)).isEqualTo(expected);
        assertThat(runner.state()).isEqualTo(KafkaStreams.State.RUNNING);
      }
    }
  }

  @Test
  void shouldTellEventsAheadOfTheirTransactionAtLowLatencyAndMissNoneAfterADeath()
      throws Exception {
    try (BrokerRig rig = new BrokerRig(node, "early")) {
      // However slow the machine is, these are news.
      send(rig, Instant.now().plus(Duration.ofMinutes(10)));
      dieBeforeTheFirstCommit(rig);
      // Nothing was committed, yet it was told.
      assertThat(rig.committed("topology")).isZero();
      int told = rig.read(rig.topics.predictions(), all -> all.size() >= RECORDS).size();
      assertThat(told).isGreaterThanOrEqualTo(RECORDS);
      try (TopologyRunner second = rig.run(RestartTest::model, state(), Delivery.LOW_LATENCY)) {
        Map<String, List<Told>> again = byCamera(rig);
        assertThat(again).isNotEqualTo(expected);
        assertThat(first(again)).isEqualTo(expected);
        assertThat(second.state()).isEqualTo(KafkaStreams.State.RUNNING);
      }
    }
  }

  @Test
  void shouldTellABacklogOnceAtLowLatencyEvenAfterADeath() throws Exception {
    try (BrokerRig rig = new BrokerRig(node, "backlog")) {
      send(rig, Instant.now().minus(Duration.ofHours(1)));
      dieBeforeTheFirstCommit(rig);
      try (TopologyRunner second = rig.run(RestartTest::model, state(), Delivery.LOW_LATENCY)) {
        assertThat(byCamera(rig)).isEqualTo(expected);
        assertThat(second.state()).isEqualTo(KafkaStreams.State.RUNNING);
      }
    }
  }

  private static void send(BrokerRig rig, Instant at) throws Exception {
    for (Map.Entry<String, List<FeatureRecord>> camera : cameras().entrySet()) {
      rig.send(camera.getKey(), camera.getValue(), at);
    }
  }

  /** Lets a topology at low latency die in the middle of all that was sent. */
  private static void dieBeforeTheFirstCommit(BrokerRig rig) throws Exception {
    AtomicInteger stepsLeft = new AtomicInteger(CAMERAS * RECORDS / 2);
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
  private static final class DyingModel implements MemoryModel {
    private final FakeModel model = new FakeModel(0.4f);
    private final AtomicInteger stepsLeft;

    DyingModel(AtomicInteger stepsLeft) {
      this.stepsLeft = stepsLeft;
    }

    @Override
    public List<Tensor> initialStates() {
      return model.initialStates();
    }

    @Override
    public Step step(Feature feature, List<Tensor> states) {
      if (stepsLeft.decrementAndGet() <= 0) {
        throw new OutOfMemoryError("no memory left");
      }
      return model.step(feature, states);
    }

    @Override
    public List<Float> attention(Feature feature) {
      return model.attention(feature);
    }

    @Override
    public void close() {
      model.close();
    }
  }
}
