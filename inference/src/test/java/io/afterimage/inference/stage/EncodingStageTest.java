package io.afterimage.inference.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.afterimage.contract.CameraId;
import io.afterimage.contract.HeaderText;
import io.afterimage.contract.Marker;
import io.afterimage.contract.event.DeadLetter;
import io.afterimage.contract.feature.Feature;
import io.afterimage.contract.feature.FeatureRecord;
import io.afterimage.contract.feature.Tensor;
import io.afterimage.contract.frame.Encoding;
import io.afterimage.contract.frame.Fit;
import io.afterimage.contract.frame.Frame;
import io.afterimage.contract.frame.FrameCodec;
import io.afterimage.contract.frame.FrameInput;
import io.afterimage.inference.TestPacks;
import io.afterimage.inference.runtime.PackRuntime;
import io.afterimage.inference.runtime.RuntimeSettings;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("try") // A stage is opened for what it does on Kafka.
@Timeout(120)
class EncodingStageTest {
  private static final AtomicInteger RIGS = new AtomicInteger();

  @TempDir static Path temp;
  private static KafkaNode node;
  private static PackRuntime runtime;

  @BeforeAll
  static void start() throws Exception {
    node = new KafkaNode(temp.resolve("kafka"));
    runtime = PackRuntime.open(TestPacks.tiny(temp), RuntimeSettings.cpu(2));
  }

  @AfterAll
  static void stop() {
    runtime.close();
    node.close();
  }

  @Test
  void shouldEncodeCamerasTogetherAndKeepEachOnesOrder() throws Exception {
    try (StageRig rig = rig(runtime, 2)) {
      for (int seq = 0; seq < 60; seq++) {
        for (int camera = 0; camera < 5; camera++) {
          rig.send("cam" + camera, rig.frame("cam" + camera, seq));
        }
      }
      rig.awaitSent();

      try (EncodingStage stage = rig.start()) {
        Map<String, List<FeatureRecord>> features = rig.features(300);

        assertThat(features).hasSize(5);
        features.forEach(
            (camera, records) -> {
              assertThat(StageRig.seqs(records))
                  .isEqualTo(LongStream.range(0, 60).boxed().toList());
              for (FeatureRecord record : records) {
                Feature feature = (Feature) record;
                assertThat(feature.tensors())
                    .isEqualTo(encode(rig.pixels(camera, feature.position().seq())));
                assertThat(feature.encoder()).isEqualTo(runtime.encoder().sha256());
                assertThat(feature.periodUs()).isEqualTo(80_000);
                assertThat(feature.timing().decodeUs()).isEqualTo(1_000);
                assertThat(feature.timing().queueUs()).isNotNegative();
              }
            });
      }
      // No camera's frames lie side by side in the log: a batch of 16 holds several cameras.
      assertThat(rig.metrics.get("afterimage.encode.batch").summary().max()).isEqualTo(16);
      assertThat(rig.metrics.get("afterimage.encode.batch").summary().totalAmount()).isEqualTo(300);
      assertThat(rig.count("encoded")).isEqualTo(300);
      assertThat(rig.lag()).isZero();
    }
  }

  @Test
  void shouldPassMarkersInTheirPlace() throws Exception {
    try (StageRig rig = rig(runtime, 1);
        EncodingStage stage = rig.start()) {
      for (int seq = 0; seq < 40; seq++) {
        rig.send("a", rig.frame("a", seq));
        if (seq % 10 == 9) {
          rig.send("a", StageRig.marker(seq, Marker.Kind.IDLE));
        }
        rig.send("b", rig.frame("b", seq));
      }
      rig.send("a", StageRig.marker(39, Marker.Kind.END));

      List<FeatureRecord> records = StageRig.of(rig.features(85), "a");

      List<FeatureRecord> expected = new ArrayList<>();
      for (FeatureRecord record : records) {
        if (record instanceof Feature) {
          expected.add(record);
          long seq = record.position().seq();
          if (seq % 10 == 9) {
            expected.add(StageRig.marker(seq, Marker.Kind.IDLE));
          }
        }
      }
      expected.add(StageRig.marker(39, Marker.Kind.END));
      assertThat(records).isEqualTo(expected);
      assertThat(rig.count("marker")).isEqualTo(5);
    }
  }

  @Test
  void shouldSetAsideWhatCannotBeUsedAndGoOn() throws Exception {
    try (StageRig rig = rig(runtime, 1);
        EncodingStage stage = rig.start()) {
      rig.send("a", rig.frame("a", 0));
      rig.send("a", new RecordHeaders(), new byte[] {1, 2, 3});
      rig.send("not a camera!", headers(rig.frame("a", 1)), new byte[192]);
      rig.send("a", headers(rig.frame("a", 1)), new byte[191]);
      rig.send("a", rig.frame(1, Instant.EPOCH, false, Encoding.JPEG, new byte[] {1, 2, 3}));
      Headers unknown = headers(rig.frame("a", 1));
      HeaderText.put(unknown, "encoding", "webp");
      rig.send("a", unknown, new byte[192]);
      rig.send("a", rig.frame("a", 1));

      assertThat(StageRig.seqs(StageRig.of(rig.features(2), "a"))).containsExactly(0L, 1L);
      assertThat(rig.deadLetters(5))
          .extracting(DeadLetter::cause, DeadLetter::offset, DeadLetter::camera, DeadLetter::size)
          .containsExactlyInAnyOrder(
              tuple("missing_field", 1L, "a", 3),
              tuple("bad_camera_id", 2L, "not a camera!", 192),
              tuple("bad_length", 3L, "a", 191),
              tuple("bad_picture", 4L, "a", 3),
              tuple("bad_field", 5L, "a", 192));
      assertThat(rig.deadLetters(5))
          .allSatisfy(
              letter -> {
                assertThat(letter.stage()).isEqualTo("encode");
                assertThat(letter.topic()).isEqualTo(rig.topics.frames());
                assertThat(letter.sha256()).matches("[0-9a-f]{64}");
                assertThat(letter.message()).isNotBlank();
              });
      assertThat(rig.deadLetterCount("bad_picture")).isEqualTo(1);
      assertThat(rig.count("dead_letter")).isEqualTo(5);
    }
  }

  @Test
  void shouldSetAsideOnlyTheFrameThatFailsTheGraph() throws Exception {
    try (PackRuntime fragile =
            PackRuntime.open(TestPacks.fragile(temp.resolve("fragile")), RuntimeSettings.cpu(2));
        StageRig rig = rig(fragile, 1)) {
      for (int seq = 0; seq < 12; seq++) {
        byte[] pixels = rig.pixels("a", seq);
        pixels[0] = seq == 5 ? (byte) 255 : 7;
        rig.send("a", rig.frame(seq, Instant.EPOCH, false, Encoding.RAW, pixels));
      }
      rig.awaitSent();

      try (EncodingStage stage = rig.start()) {
        assertThat(StageRig.seqs(StageRig.of(rig.features(11), "a")))
            .containsExactly(0L, 1L, 2L, 3L, 4L, 6L, 7L, 8L, 9L, 10L, 11L);
        assertThat(rig.deadLetters(1))
            .extracting(DeadLetter::cause, DeadLetter::offset)
            .containsExactly(tuple("run_failed", 5L));
      }
      assertThat(rig.metrics.counter("afterimage.encode.retries", "cause", "batch_failed").count())
          .isEqualTo(1);
    }
  }

  @Test
  void shouldEncodeFramesOfAnyAgeWithoutALimit() throws Exception {
    Instant old = Instant.parse("2026-01-01T00:00:00Z");
    Instant now = old.plus(Duration.ofDays(30));
    try (StageRig rig = new StageRig(node, runtime, "ageless", 1);
        EncodingStage stage = rig.start(Clock.fixed(now, ZoneOffset.UTC), Duration.ZERO)) {
      rig.send("live", rig.frame(0, old, true, Encoding.RAW, rig.pixels("live", 0)));
      rig.awaitSent();

      assertThat(rig.features(1).get("live")).hasSize(1);
      assertThat(rig.count("skipped_age")).isZero();
    }
  }

  @Test
  void shouldSkipOldFramesOfLiveCamerasOnly() throws Exception {
    Instant now = Instant.parse("2026-11-20T12:00:00Z");
    Instant old = now.minus(StageRig.AGE_LIMIT).minusMillis(1);
    Instant young = now.minus(StageRig.AGE_LIMIT);
    try (StageRig rig = rig(runtime, 1);
        EncodingStage stage = rig.start(Clock.fixed(now, ZoneOffset.UTC))) {
      byte[] pixels = rig.pixels("a", 0);
      rig.send("live", rig.frame(0, old, true, Encoding.RAW, pixels));
      rig.send("live", rig.frame(1, young, true, Encoding.RAW, pixels));
      rig.send("file", rig.frame(0, old, false, Encoding.RAW, pixels));
      rig.send("file", StageRig.marker(0, Marker.Kind.END));

      Map<String, List<FeatureRecord>> features = rig.features(3);

      assertThat(StageRig.seqs(StageRig.of(features, "live"))).containsExactly(1L);
      assertThat(StageRig.of(features, "file")).hasSize(2);
      assertThat(rig.count("skipped_age")).isEqualTo(1);
    }
  }

  @Test
  void shouldLeaveFramesForOtherPacksAlone() throws Exception {
    try (StageRig rig = rig(runtime, 1);
        EncodingStage stage = rig.start()) {
      FrameInput mine = rig.input();
      FrameInput other =
          new FrameInput(mine.width(), mine.height(), mine.pixels(), mine.planes(), Fit.LETTERBOX);
      Frame frame = rig.frame("a", 0);
      rig.send(
          "a", new Frame(frame.position(), other, Encoding.RAW, frame.pixels(), 80_000, false, 0));
      rig.send("a", rig.frame("a", 1));

      assertThat(StageRig.seqs(StageRig.of(rig.features(1), "a"))).containsExactly(1L);
      assertThat(rig.count("other_input")).isEqualTo(1);
    }
  }

  @Test
  void shouldGiveNearlyTheSameForJpegAsForRaw() throws Exception {
    try (StageRig rig = rig(runtime, 1);
        EncodingStage stage = rig.start()) {
      byte[] pixels = new byte[rig.input().byteSize()];
      for (int i = 0; i < pixels.length; i++) {
        pixels[i] = (byte) (60 + 5 * (i % 12) + 3 * (i / 12));
      }
      rig.send("a", rig.frame(0, Instant.EPOCH, false, Encoding.RAW, pixels));
      rig.send("a", rig.frame(1, Instant.EPOCH, false, Encoding.JPEG, Jpegs.grey(pixels, 12)));

      List<FeatureRecord> records = StageRig.of(rig.features(2), "a");

      for (String name : List.of("feature", "thumb")) {
        FloatBuffer raw = ((Feature) records.get(0)).tensor(name).floats();
        FloatBuffer jpeg = ((Feature) records.get(1)).tensor(name).floats();
        for (int i = 0; i < raw.limit(); i++) {
          assertThat(jpeg.get(i)).isCloseTo(raw.get(i), within(0.02f));
        }
      }
    }
  }

  private static StageRig rig(PackRuntime runtime, int partitions) throws Exception {
    return new StageRig(node, runtime, "rig" + RIGS.incrementAndGet(), partitions);
  }

  private static List<Tensor> encode(byte[] pixels) {
    return runtime.encoder().encode(List.of(ByteBuffer.wrap(pixels))).get(0);
  }

  private static Headers headers(Frame frame) {
    Headers headers = new RecordHeaders();
    FrameCodec.writeHeaders(new CameraId("a"), frame, headers);
    return headers;
  }
}
