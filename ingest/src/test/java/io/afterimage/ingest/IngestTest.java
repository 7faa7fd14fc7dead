package io.afterimage.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.contract.CameraId;
import io.afterimage.contract.Marker;
import io.afterimage.contract.Topics;
import io.afterimage.contract.frame.Fit;
import io.afterimage.contract.frame.Frame;
import io.afterimage.contract.frame.FrameCodec;
import io.afterimage.contract.frame.FrameInput;
import io.afterimage.contract.frame.FrameRecord;
import io.afterimage.contract.frame.Pixels;
import io.afterimage.contract.frame.Plane;
import io.afterimage.ingest.testing.FrameLog;
import io.afterimage.ingest.testing.Heard;
import io.afterimage.ingest.testing.KafkaNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IngestTest {
  private static final FrameInput INPUT =
      new FrameInput(
          96, 96, Pixels.GRAY8, List.of(Plane.CURRENT, Plane.PREVIOUS), Fit.STRETCH);
  private static final CameraId FRONT = new CameraId("front");

  @TempDir static Path folder;
  private static KafkaNode kafka;

  @BeforeAll
  static void startKafka() throws Exception {
    kafka = KafkaNode.start(folder.resolve("kafka"));
  }

  @AfterAll
  static void stopKafka() {
    kafka.close();
  }

  @Test
  void shouldPublishEveryFrameOfAFileAndItsEnd() throws Exception {
    Topics topics = kafka.createTopics("whole", 2);
    Heard heard = new Heard();
    IngestSettings settings =
        new IngestSettings(
            topics,
            INPUT,
            12.5,
            EncodingChoice.AUTO,
            false,
            true,
            Duration.ofSeconds(1),
            CreditSettings.ofPrefix("whole"),
            kafka.config());
    try (Ingest ingest =
        new Ingest(
            settings,
            List.of(new SourceSpec(FRONT, SourceAddress.parse("sim:room?duration=4s&size=320x240"))),
            new SimpleMeterRegistry(),
            heard)) {
      ingest.start();
      ingest.awaitEnd();
    }
    assertThat(heard.failures).isEmpty();
    try (FrameLog log = new FrameLog(kafka, topics.frames(), "reader")) {
      List<FrameRecord> records =
          log.readToEnd().stream()
              .map(record -> FrameCodec.read(record.headers(), record.value()))
              .toList();
      assertThat(records).hasSize(51);
      assertThat(records.subList(0, 50)).allMatch(Frame.class::isInstance);
      assertThat(records.get(50)).isInstanceOf(Marker.class);
      assertThat(records.get(49).position().ptsUs()).isEqualTo(3_920_000);
    }
    assertThat(heard.ended.get(FRONT)).containsExactly(50L);
  }
}
