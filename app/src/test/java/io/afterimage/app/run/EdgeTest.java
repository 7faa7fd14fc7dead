package io.afterimage.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.app.broker.DataFolder;
import io.afterimage.app.broker.EmbeddedBroker;
import io.afterimage.app.live.Part;
import io.afterimage.app.pack.PackChoice;
import io.afterimage.inference.pack.PackLoader;
import io.afterimage.ingest.IngestListener;
import io.afterimage.ingest.SourceSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Frames that are passed in memory are told of as those that go over Kafka. */
@Timeout(240)
class EdgeTest {
  private static final Path PACKS = Path.of("..", "packs").toAbsolutePath();
  private static final List<String> CAMERAS = List.of("a", "b");
  private static final String ROOM = "sim:room?seed=%d&fps=25&size=160x120&duration=16s";
  private static final int FRAMES = 200;

  @TempDir private Path folder;

  /** Starts what comes before the topology. */
  private interface Start {
    void on(RolesRig rig, Roles roles, List<SourceSpec> sources);
  }

  @Test
  void shouldTellTheSameAsOverKafka() throws Exception {
    PackChoice packs =
        new PackChoice(
                PackLoader.load(PACKS.resolve("room-activity")),
                List.of(PackLoader.load(PACKS.resolve("room-captions"))))
            .serving();
    try (DataFolder data = DataFolder.open(folder.resolve("broker"), 1);
        EmbeddedBroker broker = EmbeddedBroker.start(data, 0);
        RolesRig kafka = rig(broker, packs, "kafka");
        RolesRig edge = rig(broker, packs, "edge")) {
      Map<String, List<String>> overKafka =
          watch(
              kafka,
              (rig, roles, sources) -> {
                roles.startInference();
                roles.startIngest(sources, new IngestListener() {});
              });
      Map<String, List<String>> inMemory =
          watch(edge, (rig, roles, sources) -> roles.startEdge(sources, new IngestListener() {}));

      assertThat(overKafka).hasSize(5 * CAMERAS.size());
      assertThat(inMemory).isEqualTo(overKafka);
      assertThat(edge.meters.counter("afterimage.encode.frames", "outcome", "encoded").count())
          .isEqualTo(CAMERAS.size() * FRAMES);
      assertThat(records(broker, "kafka.frames")).isGreaterThan((long) FRAMES * CAMERAS.size());
      assertThat(records(broker, "edge.frames")).isZero();
    }
  }

  private static long records(EmbeddedBroker broker, String topic) {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", broker.bootstrap()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(each -> new TopicPartition(topic, each.partition()))
              .toList();
      return consumer.endOffsets(partitions).values().stream().mapToLong(Long::longValue).sum();
    }
  }

  private RolesRig rig(EmbeddedBroker broker, PackChoice packs, String prefix) {
    return new RolesRig(broker, folder, packs, "topics.prefix", prefix, "ingest.encoding", "raw");
  }

  private Map<String, List<String>> watch(RolesRig rig, Start start) throws Exception {
    Path state = folder.resolve(rig.settings.config().topics().prefix());
    List<SourceSpec> sources =
        CAMERAS.stream()
            .map(camera -> RolesRig.source(camera, ROOM.formatted(camera.charAt(0) % 5)))
            .toList();
    try (Roles roles = rig.roles(Part.INFERENCE, Part.TOPOLOGY, Part.CAPTIONING)) {
      roles.startTopology(state);
      roles.startCaptioning(state);
      start.on(rig, roles, sources);
      rig.awaitEnds(CAMERAS.size());
      return rig.toldByCamera();
    }
  }
}
