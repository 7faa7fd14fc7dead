package io.afterimage.ingest;

import static io.afterimage.ingest.testing.Clips.regular;
import static io.afterimage.ingest.testing.IngestFixture.INPUT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.contract.CameraId;
import io.afterimage.contract.Marker;
import io.afterimage.contract.Topics;
import io.afterimage.contract.event.EventJson;
import io.afterimage.contract.event.TruthEvent;
import io.afterimage.contract.frame.Encoding;
import io.afterimage.contract.frame.Frame;
import io.afterimage.contract.frame.FrameRecord;
import io.afterimage.ingest.IngestException.Code;
import io.afterimage.ingest.clip.ClipCodec;
import io.afterimage.ingest.picture.Size;
import io.afterimage.ingest.sim.RoomSpec;
import io.afterimage.ingest.sim.SimulatedRoom;
import io.afterimage.ingest.stream.Deadlines;
import io.afterimage.ingest.testing.Barcode;
import io.afterimage.ingest.testing.Clips;
import io.afterimage.ingest.testing.FrameLog;
import io.afterimage.ingest.testing.Heard;
import io.afterimage.ingest.testing.IngestFixture;
import io.afterimage.ingest.testing.KafkaNode;
import io.afterimage.ingest.testing.SilentServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.imageio.ImageIO;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From sources to records on a real broker. */
@Timeout(90)
@SuppressWarnings("try") // Closing is what is tested.
class IngestTest {
  private static final CameraId FRONT = new CameraId("front");
  private static final CameraId BACK = new CameraId("back");

  @TempDir static Path folder;
  private static KafkaNode kafka;

  private final Heard heard = new Heard();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

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
    Path clip = Clips.write(folder.resolve("c.mp4"), ClipCodec.H264, 25, regular(25, 100));
    run(topics, new SourceSpec(FRONT, SourceAddress.parse(clip.toString())));

    List<ConsumerRecord<String, byte[]>> records = log(topics.frames());
    assertThat(records).hasSize(51).allMatch(record -> record.key().equals("front"));
    for (int i = 0; i < 50; i++) {
      Frame frame = (Frame) IngestFixture.read(records.get(i));
      assertThat(frame.position().epoch()).isEqualTo(1);
      assertThat(frame.position().seq()).isEqualTo(i);
      assertThat(frame.position().ptsUs()).isEqualTo(i * 80_000L);
      assertThat(frame.periodUs()).isEqualTo(80_000);
      assertThat(frame.live()).isFalse();
      assertThat(frame.encoding()).isEqualTo(Encoding.RAW);
      assertThat(Barcode.read(records.get(i).value(), 0, 96, 96)).isEqualTo(2 * i);
      assertThat(Barcode.read(records.get(i).value(), INPUT.pictureBytes(), 96, 96))
          .isEqualTo(Math.max(0, 2 * (i - 1)));
    }
    Marker end = (Marker) IngestFixture.read(records.get(50));
    assertThat(end.kind()).isEqualTo(Marker.Kind.END);
    assertThat(end.position().seq()).isEqualTo(49);
    assertThat(end.position().ptsUs()).isEqualTo(49 * 80_000L);
    assertThat(heard.ended.get(FRONT)).containsExactly(50L);
    assertThat(heard.failures).isEmpty();
    assertThat(heard.warnings).isEmpty();
    assertThat(count("decoded")).isEqualTo(100);
    assertThat(count("sampled")).isEqualTo(50);
    assertThat(count("published")).isEqualTo(50);
    assertThat(count("dropped_slot")).isZero();
  }

  @Test
  void shouldPublishPreviewsAtMostTwiceASecond() throws Exception {
    Topics topics = kafka.createTopics("previews", 1);
    Path clip =
        Clips.write(
            folder.resolve("large.mp4"), ClipCodec.H264, new Size(800, 600), 25, regular(25, 100));
    run(topics, new SourceSpec(FRONT, SourceAddress.parse(clip.toString())));

    List<ConsumerRecord<String, byte[]>> previews = log(topics.previews());
    assertThat(previews).hasSizeBetween(6, 8);
    long last = -500_000;
    for (ConsumerRecord<String, byte[]> preview : previews) {
      long pts = Long.parseLong(header(preview, "pts_us"));
      assertThat(pts - last).isGreaterThanOrEqualTo(500_000);
      last = pts;
      BufferedImage image = ImageIO.read(new ByteArrayInputStream(preview.value()));
      assertThat(image.getHeight()).isEqualTo(240);
      assertThat(image.getWidth()).isEqualTo(320);
      assertThat(header(preview, "width")).isEqualTo("320");
      assertThat(header(preview, "content-type")).isEqualTo("image/jpeg");
      assertThat(header(preview, "ce_type")).isEqualTo("io.afterimage.preview.v1");
    }
  }

  @Test
  void shouldGiveARerunAnotherEpoch() throws Exception {
    Topics topics = kafka.createTopics("rerun", 1);
    Path clip = Clips.write(folder.resolve("r.mp4"), ClipCodec.H264, 25, regular(25, 20));
    SourceSpec source = new SourceSpec(FRONT, SourceAddress.parse(clip.toString()));
    run(topics, source);
    run(topics, source);
    assertThat(heard.opened.get(FRONT)).containsExactly(1L, 2L);
    assertThat(log(topics.frames()).stream().map(r -> IngestFixture.read(r).position().epoch()))
        .containsSequence(1L, 2L)
        .hasSize(22);
  }

  @Test
  void shouldEndAnEpochWhereTheResolutionChanges() throws Exception {
    Topics topics = kafka.createTopics("resolution", 1);
    Path small =
        Clips.write(folder.resolve("a.ts"), ClipCodec.H264, new Size(64, 64), 25, regular(25, 50));
    Path large = Clips.write(folder.resolve("b.ts"), ClipCodec.H264, 25, regular(25, 50));
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    Files.copy(small, both);
    Files.copy(large, both);
    Path clip = Files.write(folder.resolve("both.ts"), both.toByteArray());
    run(topics, new SourceSpec(FRONT, SourceAddress.parse(clip.toString())));

    List<FrameRecord> records = log(topics.frames()).stream().map(IngestFixture::read).toList();
    assertThat(records).hasSize(52);
    assertThat(records.get(25)).isInstanceOf(Marker.class);
    assertThat(records.get(26).position().epoch()).isEqualTo(2);
    assertThat(records.get(26).position().seq()).isZero();
    assertThat(records.get(26).position().ptsUs()).isZero();
    assertThat(heard.ended.get(FRONT)).containsExactly(25L, 25L);
  }

  @Test
  void shouldLeaveTheOthersAloneWhereASourceFails() throws Exception {
    Topics topics = kafka.createTopics("others", 2);
    Path clip = Clips.write(folder.resolve("o.mp4"), ClipCodec.H264, 25, regular(25, 50));
    run(
        topics,
        new SourceSpec(BACK, SourceAddress.parse(folder.resolve("missing.mp4").toString())),
        new SourceSpec(FRONT, SourceAddress.parse(clip.toString())));
    assertThat(heard.failures).containsOnlyKeys(BACK);
    assertThat(heard.ended.get(FRONT)).containsExactly(25L);
    assertThat(heard.opened).containsOnlyKeys(FRONT);
    assertThat(registry.counter("afterimage.ingest.source.failures", "cause", "not_found").count())
        .isEqualTo(1);
  }

  @Test
  void shouldTellTheTruthOfASimulatedCamera() throws Exception {
    Topics topics = kafka.createTopics("truth", 1);
    String address = "sim:room?seed=3&size=64x48&duration=40s";
    run(topics, new SourceSpec(FRONT, SourceAddress.parse(address)));
    SimulatedRoom room = new SimulatedRoom(RoomSpec.parse(address));
    List<String> expected = new ArrayList<>();
    for (long pts = 0; pts < 40_000_000; pts += 80_000) {
      String label = room.labelAt(pts);
      if (expected.isEmpty() || !expected.get(expected.size() - 1).endsWith(" " + label)) {
        expected.add(pts + " " + label);
      }
    }
    assertThat(
            log(topics.truth()).stream()
                .map(record -> EventJson.read(record.value(), TruthEvent.class))
                .map(event -> event.ptsUs() + " " + event.label()))
        .isEqualTo(expected);
    assertThat(expected).hasSizeGreaterThan(2);
  }

  @Test
  void shouldSayThatALiveCameraIsSilentAndEndItOnClose() throws Exception {
    Topics topics = kafka.createTopics("live", 1);
    Path clip = Clips.write(folder.resolve("l.ts"), ClipCodec.H264, 25, regular(25, 100));
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    stream.write("HTTP/1.0 200 OK\r\nContent-Type: video/mp2t\r\n\r\n".getBytes(UTF_8));
    Files.copy(clip, stream);
    List<FrameRecord> records;
    try (SilentServer server = new SilentServer(stream.toByteArray());
        FrameLog log = new FrameLog(kafka, topics.frames(), "live");
        Ingest ingest =
            ingest(
                topics,
                512,
                Duration.ofSeconds(10),
                new SourceSpec(
                    FRONT,
                    SourceAddress.parse("http://127.0.0.1:%d/live.ts".formatted(server.port()))))) {
      ingest.start();
      log.readUntil(read -> read.stream().anyMatch(r -> isMarker(r, Marker.Kind.IDLE)));
      long start = System.nanoTime();
      ingest.close();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
      records =
          log.readUntil(read -> read.stream().anyMatch(r -> isMarker(r, Marker.Kind.END))).stream()
              .map(IngestFixture::read)
              .toList();
    }
    List<Frame> frames =
        records.stream().filter(Frame.class::isInstance).map(Frame.class::cast).toList();
    assertThat(frames).isNotEmpty().allMatch(Frame::live);
    assertThat(records.stream().filter(Marker.class::isInstance))
        .map(record -> ((Marker) record).kind())
        .containsExactly(Marker.Kind.IDLE, Marker.Kind.END);
    Frame last = frames.get(frames.size() - 1);
    Marker idle = (Marker) records.get(records.size() - 2);
    assertThat(idle.position().seq()).isEqualTo(last.position().seq());
    assertThat(idle.position().ptsUs()).isGreaterThanOrEqualTo(last.position().ptsUs() + 500_000);
    assertThat(heard.failures).isEmpty();
  }

  @Test
  void shouldCloseInTimeWhileASourceHangs() throws Exception {
    Topics topics = kafka.createTopics("hang", 1);
    try (SilentServer server = new SilentServer();
        Ingest ingest =
            ingest(
                topics,
                512,
                Duration.ofSeconds(10),
                new SourceSpec(
                    FRONT,
                    SourceAddress.parse("rtsp://127.0.0.1:%d/1".formatted(server.port()))))) {
      ingest.start();
      server.awaitConnection();
      CompletableFuture<?> end = ingest.end();
      assertThat(end).isNotDone();
      long start = System.nanoTime();
      ingest.close();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
      // Whoever asks again and again holds one answer, not one for each question.
      assertThat(ingest.end()).isSameAs(end).isDone();
      assertThat(heard.failures).isEmpty();
    }
  }

  @Test
  void shouldSayThatKafkaIsNotThere() throws Exception {
    Topics topics = kafka.createTopics("partial", 1);
    Path clip = Clips.write(folder.resolve("k.mp4"), ClipCodec.H264, 25, regular(25, 20));
    Topics elsewhere = new Topics("not-created");
    try (Ingest ingest =
        ingest(
            elsewhere,
            512,
            Duration.ofMillis(300),
            new SourceSpec(FRONT, SourceAddress.parse(clip.toString())))) {
      ingest.start();
      ingest.awaitEnd();
    }
    assertThat(heard.failures.get(FRONT))
        .isNotNull()
        .satisfies(failure -> assertThat(failure.code()).isEqualTo(Code.BROKER))
        .hasMessageContaining("check that the broker runs");
    assertThat(topics.prefix()).isEqualTo("partial");
  }

  @Test
  void shouldRefuseTwoSourcesOfOneCamera() {
    SourceSpec source = new SourceSpec(FRONT, SourceAddress.parse("a.mp4"));
    assertThatThrownBy(
            () -> ingest(new Topics("twice"), 512, Duration.ofSeconds(10), source, source))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("front is given twice");
  }

  private void run(Topics topics, SourceSpec... sources) throws Exception {
    try (Ingest ingest = ingest(topics, 512, Duration.ofSeconds(10), sources)) {
      ingest.start();
      ingest.awaitEnd();
    }
  }

  private Ingest ingest(Topics topics, int credit, Duration patience, SourceSpec... sources) {
    return new Ingest(
        IngestFixture.settings(kafka, topics, credit, 4096),
        Arrays.asList(sources),
        null,
        registry,
        heard,
        Deadlines.DEFAULT,
        patience);
  }

  private List<ConsumerRecord<String, byte[]>> log(String topic) {
    try (FrameLog log = new FrameLog(kafka, topic, "reader")) {
      return log.readToEnd();
    }
  }

  private double count(String outcome) {
    return registry
        .counter("afterimage.ingest.frames", "camera", "front", "outcome", outcome)
        .count();
  }

  private static boolean isMarker(ConsumerRecord<String, byte[]> record, Marker.Kind kind) {
    return IngestFixture.read(record) instanceof Marker marker && marker.kind() == kind;
  }

  private static String header(ConsumerRecord<String, byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), UTF_8);
  }
}
