package io.afterimage.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.inference.InferenceException;
import io.afterimage.topology.fixture.KafkaNode;
import io.afterimage.topology.fixture.SharingModel;
import io.afterimage.topology.fixture.Told;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.KafkaStreams;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Frames that share a run equal frames that are stepped alone, on a real broker. */
class SharedRunsTest {
  @TempDir static Path folder;
  private static KafkaNode node;
  private static Map<String, List<Told>> expected;

  @BeforeAll
  static void open() throws Exception {
    node = KafkaNode.start(folder.resolve("broker"));
    expected = FiveCameras.undisturbed(node, Files.createTempDirectory(folder, "state"));
  }

  @AfterAll
  static void close() {
    node.close();
  }

  @ParameterizedTest
  @EnumSource(Delivery.class)
  void shouldSayTheSameWhereCamerasShareRuns(Delivery delivery) throws Exception {
    AfterimageTopology topology = assertSaysTheSame("shared-" + delivery, delivery, null);
    // Frames after a cut, a gap or a reset are stepped alone.
    assertThat(frames(topology, "used"))
        .isGreaterThan(FiveCameras.COUNT * FiveCameras.RECORDS / 3.0);
    assertThat(frames(topology, "unused")).isPositive();
    assertThat(frames(topology, "failed")).isZero();
  }

  @Test
  void shouldSayTheSameWhereRunsOfSeveralFail() throws Exception {
    InferenceException fault =
        new InferenceException(InferenceException.Code.RUN_FAILED, "too many at once");
    AfterimageTopology topology = assertSaysTheSame("unshared", Delivery.EXACTLY_ONCE, fault);
    assertThat(frames(topology, "failed")).isPositive();
    assertThat(frames(topology, "used")).isZero();
  }

  private static AfterimageTopology assertSaysTheSame(
      String prefix, Delivery delivery, @Nullable InferenceException fault) throws Exception {
    try (BrokerRig rig = new BrokerRig(node, prefix)) {
      FiveCameras.sendInTurns(rig);
      AfterimageTopology topology =
          rig.topology(() -> new SharingModel(FiveCameras.WEIGHT, fault), Clock.systemUTC());
      Path state = Files.createTempDirectory(folder, "state");
      try (TopologyRunner runner =
          BrokerRig.run(topology, rig.settings(state, delivery), TopologyListener.SILENT)) {
        assertThat(FiveCameras.told(rig)).isEqualTo(expected);
        assertThat(runner.state()).isEqualTo(KafkaStreams.State.RUNNING);
      }
      return topology;
    }
  }

  private static double frames(AfterimageTopology topology, String outcome) {
    return topology.meters().counter("afterimage.memory.foreseen", "outcome", outcome).count();
  }
}
