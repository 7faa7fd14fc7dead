package io.afterimage.ingest;

import static io.afterimage.ingest.testing.Clips.regular;
import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.contract.CameraId;
import io.afterimage.contract.Marker;
import io.afterimage.contract.Topics;
import io.afterimage.ingest.clip.ClipCodec;
import io.afterimage.ingest.stream.Deadlines;
import io.afterimage.ingest.testing.Clips;
import io.afterimage.ingest.testing.FrameLog;
import io.afterimage.ingest.testing.Heard;
import io.afterimage.ingest.testing.IngestFixture;
import io.afterimage.ingest.testing.KafkaNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files wait for the stages, and lose nothing. */
@Timeout(90)
@SuppressWarnings("try") // Closing is what is tested.
class CreditTest {
  private static final CameraId FRONT = new CameraId("front");
  private static final int CREDIT = 10;

  @TempDir static Path folder;
  private static KafkaNode kafka;

  private final Heard heard = new Heard();

  @BeforeAll
  static void startKafka() throws Exception {
    kafka = KafkaNode.start(folder.resolve("kafka"));
  }

  @AfterAll
  static void stopKafka() {
    kafka.close();
  }

  @Test
  void shouldNotRunFurtherAheadOfInferenceThanItsCredit() throws Exception {
    Topics topics = kafka.createTopics("frames-credit", 1);
    Path clip = Clips.write(folder.resolve("c.mp4"), ClipCodec.H264, 25, regular(25, 150));
    try (FrameLog inference = new FrameLog(kafka, topics.frames(), "frames-credit-inference");
        Ingest ingest = ingest(topics, clip, CREDIT, 4096)) {
      ingest.start();
      assertThat(heard.awaitWarning("waiting for the inference stage"))
          .contains("frames-credit-inference")
          .contains("10 frames");
      int seen = 0;
      while (!ends(inference.readToEnd())) {
        int now = inference.readToEnd().size();
        assertThat(now - seen).as("published and not committed").isLessThanOrEqualTo(CREDIT + 1);
        seen = now;
        inference.commit();
        inference.readUntil(records -> records.size() > now || ends(records));
      }
      assertThat(inference.readToEnd()).hasSize(76);
      ingest.awaitEnd();
    }
    assertThat(heard.ended.get(FRONT)).containsExactly(75L);
    assertThat(heard.failures).isEmpty();
  }

  @Test
  void shouldWaitForTheTopologyToo() throws Exception {
    Topics topics = kafka.createTopics("features-credit", 1);
    Path clip = Clips.write(folder.resolve("f.mp4"), ClipCodec.H264, 25, regular(25, 50));
    try (KafkaProducer<String, byte[]> producer =
        new KafkaProducer<>(kafka.config(), new StringSerializer(), new ByteArraySerializer())) {
      for (int i = 0; i < 20; i++) {
        producer.send(new ProducerRecord<>(topics.features(), "front", new byte[1])).get();
      }
    }
    try (Ingest ingest = ingest(topics, clip, 512, 20)) {
      ingest.start();
      assertThat(heard.awaitWarning("waiting for the topology stage"))
          .contains("features-credit-topology");
      try (FrameLog log = new FrameLog(kafka, topics.frames(), "reader")) {
        assertThat(log.readToEnd()).isEmpty();
      }
      commit("features-credit-topology", topics.features(), 1);
      ingest.awaitEnd();
    }
    assertThat(heard.ended.get(FRONT)).containsExactly(25L);
  }

  @Test
  void shouldCloseWhileItWaits() throws Exception {
    Topics topics = kafka.createTopics("closing", 1);
    Path clip = Clips.write(folder.resolve("w.mp4"), ClipCodec.H264, 25, regular(25, 50));
    try (Ingest ingest = ingest(topics, clip, CREDIT, 4096)) {
      ingest.start();
      heard.awaitWarning("inference");
      ingest.close();
      assertThat(ingest.end()).isDone();
    }
    try (FrameLog log = new FrameLog(kafka, topics.frames(), "reader")) {
      List<ConsumerRecord<String, byte[]>> records = log.readToEnd();
      assertThat(ends(records)).as("the open epoch is ended").isTrue();
    }
  }

  private Ingest ingest(Topics topics, Path clip, int frames, int features) {
    return new Ingest(
        IngestFixture.settings(kafka, topics, frames, features),
        List.of(new SourceSpec(FRONT, SourceAddress.parse(clip.toString()))),
        null,
        new SimpleMeterRegistry(),
        heard,
        Deadlines.DEFAULT,
        Duration.ofMillis(300));
  }

  private static void commit(String group, String topic, long offset) throws Exception {
    try (Admin admin = Admin.create(kafka.config())) {
      admin
          .alterConsumerGroupOffsets(
              group, Map.of(new TopicPartition(topic, 0), new OffsetAndMetadata(offset)))
          .all()
          .get();
    }
  }

  private static boolean ends(List<ConsumerRecord<String, byte[]>> records) {
    return !records.isEmpty()
        && IngestFixture.read(records.get(records.size() - 1)) instanceof Marker;
  }
}
