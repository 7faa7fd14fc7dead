package io.afterimage.inference.stage;

import static io.afterimage.inference.stage.StageRig.seqs;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.afterimage.contract.CameraId;
import io.afterimage.contract.Marker;
import io.afterimage.contract.event.DeadLetter;
import io.afterimage.contract.feature.Feature;
import io.afterimage.contract.feature.FeatureRecord;
import io.afterimage.contract.frame.Frame;
import io.afterimage.contract.frame.FrameCodec;
import io.afterimage.contract.frame.FrameRecord;
import io.afterimage.inference.TestPacks;
import io.afterimage.inference.live.LivePack;
import io.afterimage.inference.runtime.PackRuntime;
import io.afterimage.inference.runtime.RuntimeSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Frames are passed to the encoder in memory. */
@Timeout(120)
class DirectEncodingTest {
  @TempDir static Path temp;
  private static KafkaNode node;

  @BeforeAll
  static void start() throws Exception {
    node = new KafkaNode(temp.resolve("kafka"));
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private static LivePack tiny() throws Exception {
    Path folder = Files.createTempDirectory(temp, "pack");
    return new LivePack(PackRuntime.open(TestPacks.tiny(folder), RuntimeSettings.cpu(2)));
  }

  /** Passes a record; what is told of it. */
  private static CompletableFuture<@Nullable Exception> pass(
      DirectEncoding encoding, StageRig rig, String camera, FrameRecord record) {
    byte[] value = new byte[0];
    if (record instanceof Frame frame) {
      value = new byte[frame.pixels().remaining()];
      frame.pixels().get(0, value);
    }
    ProducerRecord<String, byte[]> sent = new ProducerRecord<>(rig.topics.frames(), camera, value);
    FrameCodec.writeHeaders(new CameraId(camera), record, sent.headers());
    CompletableFuture<@Nullable Exception> told = new CompletableFuture<>();
    encoding.send(sent, (metadata, error) -> told.complete(error));
    return told;
  }

  private static @Nullable Exception answer(CompletableFuture<@Nullable Exception> told)
      throws Exception {
    return told.get(60, TimeUnit.SECONDS);
  }

  @Test
  void shouldWriteTheFeaturesOfFramesInATopic() throws Exception {
    try (LivePack pack = tiny();
        StageRig overKafka = new StageRig(node, pack, "topic", 2);
        StageRig inMemory = new StageRig(node, pack, "memory", 2)) {
      try (EncodingStage stage = overKafka.start()) {
        for (String camera : List.of("a", "b", "c")) {
          for (int seq = 0; seq < 50; seq++) {
            overKafka.send(camera, overKafka.frame(camera, seq));
          }
          overKafka.send(camera, StageRig.marker(49, Marker.Kind.END));
        }
        assertThat(overKafka.features(153)).hasSize(3);
        assertThat(stage).isNotNull();
      }
      try (DirectEncoding encoding = inMemory.direct()) {
        List<CompletableFuture<@Nullable Exception>> told = new ArrayList<>();
        for (int seq = 0; seq < 50; seq++) {
          for (String camera : List.of("a", "b", "c")) {
            told.add(pass(encoding, inMemory, camera, inMemory.frame(camera, seq)));
          }
        }
        for (String camera : List.of("a", "b", "c")) {
          told.add(pass(encoding, inMemory, camera, StageRig.marker(49, Marker.Kind.END)));
        }
        for (CompletableFuture<@Nullable Exception> each : told) {
          assertThat(answer(each)).isNull();
        }
      }

      Map<String, List<FeatureRecord>> features = inMemory.features(153);
      assertThat(features).containsOnlyKeys("a", "b", "c");
      assertThat(timeless(features)).isEqualTo(timeless(overKafka.features(153)));
      assertThat(features.get("a"))
          .extracting(record -> record.position().seq())
          .isEqualTo(
              LongStream.concat(LongStream.range(0, 50), LongStream.of(49)).boxed().toList());
      assertThat(inMemory.count("encoded")).isEqualTo(150);
      assertThat(inMemory.count("marker")).isEqualTo(3);
    }
  }

  /** What another run may not change: all but the times. */
  private static List<Object> timeless(Map<String, List<FeatureRecord>> features) {
    List<Object> all = new ArrayList<>();
    features.forEach(
        (camera, records) ->
            records.forEach(
                record -> {
                  all.add(camera);
                  all.add(record.position().seq());
                  if (record instanceof Feature feature) {
                    all.add(feature.encoder());
                    all.add(feature.tensors());
                  }
                }));
    return all;
  }

  @Test
  void shouldSetAsideWhatItCannotRead() throws Exception {
    try (LivePack pack = tiny();
        StageRig rig = new StageRig(node, pack, "aside", 1);
        DirectEncoding encoding = rig.direct()) {
      CompletableFuture<@Nullable Exception> bad = new CompletableFuture<>();
      encoding.send(
          new ProducerRecord<>(rig.topics.frames(), "a", "no frame".getBytes(UTF_8)),
          (metadata, error) -> bad.complete(error));
      CompletableFuture<@Nullable Exception> good = pass(encoding, rig, "a", rig.frame("a", 0));

      assertThat(answer(bad)).isNull();
      assertThat(answer(good)).isNull();
      DeadLetter letter = rig.deadLetters(1).get(0);
      assertThat(letter.camera()).isEqualTo("a");
      assertThat(letter.partition()).isEqualTo(-1);
      assertThat(letter.offset()).isEqualTo(-1);
      assertThat(DeadLetter.bytes(letter.payload())).isEqualTo("no frame".getBytes(UTF_8));
      assertThat(rig.features(1)).containsOnlyKeys("a");
    }
  }

  @Test
  void shouldBeginAnewWithWhatWasUnderWayWhenKafkaRefusesTheProducer() throws Exception {
    try (LivePack pack = tiny();
        StageRig rig = new StageRig(node, pack, "refused", 1)) {
      ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, rig.topics.features());
      setAgeLimit(topic, "0"); // Whatever took a moment to get there is refused for good.
      try (DirectEncoding encoding = rig.direct()) {
        List<CompletableFuture<@Nullable Exception>> told = new ArrayList<>();
        for (int seq = 0; seq < 30; seq++) {
          told.add(pass(encoding, rig, "a", rig.frame("a", seq)));
        }
        await().atMost(Duration.ofSeconds(60)).until(() -> restarts(rig) >= 1);
        setAgeLimit(topic, Long.toString(Long.MAX_VALUE));

        for (CompletableFuture<@Nullable Exception> each : told) {
          assertThat(answer(each)).isNull();
        }
      }
      assertThat(rig.features(features -> seqs(StageRig.of(features, "a")).contains(29L)).get("a"))
          .extracting(record -> record.position().seq())
          .containsSubsequence(LongStream.range(0, 30).boxed().toList());
    }
  }

  private static double restarts(StageRig rig) {
    return rig.metrics.counter("afterimage.encode.retries", "cause", "restarted").count();
  }

  private static void setAgeLimit(ConfigResource topic, String millis) throws Exception {
    try (Admin admin = Admin.create(node.client())) {
      ConfigEntry limit = new ConfigEntry("message.timestamp.before.max.ms", millis);
      admin
          .incrementalAlterConfigs(Map.of(topic, List.of(new AlterConfigOp(limit, OpType.SET))))
          .all()
          .get();
    }
  }

  @Test
  void shouldRefuseWhatComesAfterItWasClosed() throws Exception {
    try (LivePack pack = tiny();
        StageRig rig = new StageRig(node, pack, "closed", 1)) {
      DirectEncoding encoding = rig.direct();
      CompletableFuture<@Nullable Exception> before = pass(encoding, rig, "a", rig.frame("a", 0));
      encoding.close();
      CompletableFuture<@Nullable Exception> after = pass(encoding, rig, "a", rig.frame("a", 1));

      assertThat(answer(before)).isNull();
      assertThat(answer(after)).isInstanceOf(KafkaException.class).hasMessageContaining("closed");
      assertThat(rig.features(1).get("a")).hasSize(1);
    }
  }
}
