package io.afterimage.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.afterimage.contract.CameraId;
import io.afterimage.contract.Marker;
import io.afterimage.contract.instance.InstanceAddress;
import io.afterimage.topology.fixture.FakeModel;
import io.afterimage.topology.fixture.KafkaNode;
import io.afterimage.topology.fixture.Stream;
import io.afterimage.topology.query.CameraState;
import io.afterimage.topology.query.MemoryDetail;
import io.afterimage.topology.query.MemoryList;
import io.afterimage.topology.query.MemorySummary;
import io.afterimage.topology.query.StateReader;
import io.afterimage.topology.query.Where;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.assertj.core.data.Offset;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What can be asked of running topologies, on a real broker. */
@Timeout(120)
class StateReaderTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final InstanceAddress ONE = new InstanceAddress("127.0.0.1", 7001);
  private static final InstanceAddress TWO = new InstanceAddress("127.0.0.1", 7002);
  private static final List<String> CAMERAS = List.of("a", "b", "c", "d", "e", "f", "a-1", "a.1");

  @TempDir static Path folder;
  private static KafkaNode node;

  @BeforeAll
  static void open() throws Exception {
    node = KafkaNode.start(folder.resolve("broker"));
  }

  @AfterAll
  static void close() {
    node.close();
  }

  private static TopologyRunner run(BrokerRig rig, InstanceAddress address, int standbys)
      throws Exception {
    RunnerSettings base =
        rig.settings(Files.createTempDirectory(folder, "state"), Delivery.EXACTLY_ONCE);
    RunnerSettings settings =
        new RunnerSettings(
            base.applicationId(), base.stateDir(), 1, base.delivery(), standbys, 1, base.kafka());
    return BrokerRig.run(
        rig.topology(() -> new FakeModel(0), Clock.systemUTC()),
        settings.answeringAt(address),
        TopologyListener.SILENT);
  }

  private static void sendAll(BrokerRig rig) throws Exception {
    for (String camera : CAMERAS) {
      rig.send(camera, new Stream(1).frames(10, 1, 0.9f).records());
    }
    assertThat(rig.read(rig.topics.predictions(), told -> told.size() >= 10 * CAMERAS.size()))
        .isNotEmpty();
  }

  private static MemoryList together(StateReader... readers) {
    return MemoryList.merge(
        Arrays.stream(readers).map(StateReader::memories).toList(), readers[0].partitions());
  }

  /** Waits until it is met; until then nothing else may be wrong but that state is not at hand. */
  private static void await(Callable<Boolean> met) {
    Awaitility.await()
        .atMost(PATIENCE)
        .ignoreExceptionsMatching(
            e ->
                e instanceof TopologyException known
                    && known.code() == TopologyException.Code.UNAVAILABLE)
        .until(met);
  }

  @Test
  void shouldReadEachMemoryFromTheInstanceThatWorksOnIt() throws Exception {
    try (BrokerRig rig = new BrokerRig(node, "spread");
        TopologyRunner one = run(rig, ONE, 0);
        TopologyRunner two = run(rig, TWO, 0)) {
      await(() -> one.reader().instances().size() == 2 && two.reader().instances().size() == 2);
      await(() -> !one.reader().memories().partitions().isEmpty());
      await(() -> !two.reader().memories().partitions().isEmpty());
      sendAll(rig);

      MemoryList all = together(one.reader(), two.reader());

      assertThat(all.missing()).isEmpty();
      assertThat(all.partitions()).hasSize(BrokerRig.PARTITIONS).noneMatch(Where::copy);
      assertThat(all.memories())
          .extracting(MemorySummary::camera)
          .containsExactlyElementsOf(CAMERAS.stream().sorted().toList());
      assertThat(all.memories())
          .allSatisfy(
              memory -> {
                assertThat(memory.pack()).isEqualTo("test-pack");
                assertThat(memory.state()).isEqualTo("live");
                assertThat(memory.seq()).isEqualTo(9);
                assertThat(memory.openEvents()).isEqualTo(1);
                assertThat(memory.where().instance())
                    .isEqualTo(
                        one.reader()
                            .holders(new CameraId(memory.camera()))
                            .instances()
                            .get(0)
                            .toString());
              });
      for (String camera : CAMERAS) {
        CameraId id = new CameraId(camera);
        boolean isHere = one.reader().holders(id).instances().get(0).equals(ONE);
        assertThat(one.reader().camera(id, false) != null).isEqualTo(isHere);
        assertThat(two.reader().camera(id, false) != null).isEqualTo(!isHere);
      }
    }
  }

  @Test
  void shouldTellAllOfOneCameraAndNothingOfThoseWithANameLikeIt() throws Exception {
    try (BrokerRig rig = new BrokerRig(node, "detail");
        TopologyRunner one = run(rig, ONE, 0)) {
      sendAll(rig);

      CameraState found =
          Objects.requireNonNull(one.reader().camera(new CameraId("a"), true), "kept here");

      MemoryDetail memory = found.memories().get(0);
      assertThat(found.memories()).hasSize(1);
      assertThat(memory.periodUs()).isEqualTo(Stream.PERIOD_US);
      assertThat(memory.open()).hasSize(1);
      assertThat(memory.open().get(0).id()).isEqualTo("a/1/0/wave");
      assertThat(memory.open().get(0).confidence()).isEqualTo(0.9, offset());
      assertThat(memory.hidden()).hasSize(1);
      assertThat(memory.hidden().get(0).name()).isEqualTo("h");
      assertThat(memory.hidden().get(0).values()).hasSize(3).contains(0.0);
      assertThat(memory.hidden().get(0).zeros()).isEqualTo(2 / 3.0, offset());
      assertThat(Objects.requireNonNull(memory.cutReference()).shape()).containsExactly(4);
      assertThat(found.stores())
          .extracting("store")
          .containsExactly("memory", "window-slots", "windows");
      assertThat(found.stores()).allMatch(share -> share.entries() > 0 && share.bytes() > 0);
      assertThat(found.stores().get(0).bytes()).isEqualTo(memory.summary().bytes());
      assertThat(Objects.requireNonNull(one.reader().camera(new CameraId("z"), false)))
          .matches(CameraState::holdsNothing);
    }
  }

  @Test
  void shouldTellAnEndedEpoch() throws Exception {
    try (BrokerRig rig = new BrokerRig(node, "ended");
        TopologyRunner one = run(rig, ONE, 0)) {
      rig.send("a", new Stream(4).quiet(3).marker(Marker.Kind.END).records());
      await(
          () -> {
            List<MemorySummary> found = one.reader().memories().memories();
            return found.size() == 1
                && found.get(0).state().equals("ended")
                && found.get(0).epoch() == 4;
          });
    }
  }

  @Test
  void shouldReadACopyWhereTheOriginalIsElsewhere() throws Exception {
    try (BrokerRig rig = new BrokerRig(node, "copies");
        TopologyRunner one = run(rig, ONE, 1);
        TopologyRunner two = run(rig, TWO, 1)) {
      await(() -> one.reader().instances().size() == 2 && two.reader().instances().size() == 2);
      sendAll(rig);

      await(() -> one.reader().memories().memories().size() == CAMERAS.size());
      await(
          () -> together(one.reader(), two.reader()).partitions().stream().noneMatch(Where::copy));

      assertThat(one.reader().memories().partitions()).anyMatch(Where::copy);
      assertThat(together(one.reader(), two.reader()).memories()).hasSize(CAMERAS.size());
      assertThat(one.reader().holders(new CameraId("a")).instances())
          .containsExactlyInAnyOrder(ONE, TWO);
    }
  }

  @Test
  void shouldSayThatItCannotBeReadBeforeItRunsAndAfter() throws Exception {
    try (BrokerRig rig = new BrokerRig(node, "stopped")) {
      TopologyRunner runner = run(rig, ONE, 0);
      runner.close();
      assertThatExceptionOfType(TopologyException.class)
          .isThrownBy(() -> runner.reader().memories())
          .withMessage(
              "the state of 'stopped-topology' cannot be read just now (it is not running): ask again in some seconds")
          .extracting(TopologyException::code)
          .isEqualTo(TopologyException.Code.UNAVAILABLE);
      assertThatExceptionOfType(TopologyException.class)
          .isThrownBy(() -> runner.reader().holders(new CameraId("a")))
          .extracting(TopologyException::code)
          .isEqualTo(TopologyException.Code.UNAVAILABLE);
    }
  }

  private static Offset<Double> offset() {
    return Offset.offset(1e-6);
  }
}
