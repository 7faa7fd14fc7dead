package io.afterimage.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.contract.caption.CaptionRequest;
import io.afterimage.contract.event.DeadLetter;
import io.afterimage.contract.event.EventJson;
import io.afterimage.contract.event.PackRef;
import io.afterimage.contract.feature.Feature;
import io.afterimage.contract.feature.FeatureRecord;
import io.afterimage.contract.feature.Shape;
import io.afterimage.contract.feature.Tensor;
import io.afterimage.inference.caption.Decoding;
import io.afterimage.inference.pack.CaptionSpec;
import io.afterimage.inference.pack.Pack;
import io.afterimage.topology.fixture.AroundFake;
import io.afterimage.topology.fixture.FakeCaptioner;
import io.afterimage.topology.fixture.FakeModel;
import io.afterimage.topology.fixture.KafkaNode;
import io.afterimage.topology.fixture.Requests;
import io.afterimage.topology.fixture.Stream;
import io.afterimage.topology.fixture.TestPack;
import io.afterimage.topology.fixture.Told;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records that are set aside in transactions, and put back, on a real broker. */
class SetAsideTest {
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

  private static Path state() throws Exception {
    return Files.createTempDirectory(folder, "state");
  }

  private static List<DeadLetter> letters(BrokerRig rig, int count) {
    return rig.read(rig.topics.deadLetters(), told -> told.size() >= count).stream()
        .map(told -> EventJson.read(told.json().getBytes(UTF_8), DeadLetter.class))
        .toList();
  }

  @Test
  void shouldSetAsideTheRecordThatKillsItsThreadAndKeepNothingHalfDone() throws Exception {
    // The clock is read for the latency of a start, when the memory is already saved.
    int fatal = 7;
    AtomicBoolean armed = new AtomicBoolean();
    Stream stream = new Stream(1).quiet(5).frames(8, 1, 0.8f).quiet(9);
    try (BrokerRig rig = new BrokerRig(node, "fatal")) {
      rig.send("door", stream.records());
      try (TopologyRunner runner =
          BrokerRig.run(
              rig.topology(() -> new Arming(armed, fatal), new ArmedClock(armed)),
              rig.settings(state(), Delivery.EXACTLY_ONCE),
              TopologyListener.SILENT)) {
        int others = stream.records().size() - 1;
        List<Told> frames = rig.read(rig.topics.predictions(), told -> told.size() >= others);
        assertThat(frames).hasSize(others).noneMatch(told -> told.json().contains("\"seq\":7,"));
        assertThat(rig.read(rig.topics.actions(), told -> told.size() >= 2))
            .extracting(Told::brief)
            .containsExactly("start wave 5", "end wave 5-12");
        List<DeadLetter> letters = letters(rig, 1);
        assertThat(letters).hasSize(1);
        assertThat(letters.get(0).cause()).isEqualTo("failed");
        assertThat(letters.get(0).offset()).isEqualTo(fatal);
        assertThat(letters.get(0).message())
            .isEqualTo(
                "the stage failed at this record 2 times, the last time with: java.lang.IllegalStateException: nobody foresaw this");
        assertThat(runner.state()).isNotEqualTo(KafkaStreams.State.ERROR);
      }
    }
  }

  @Test
  void shouldSetAsideARequestThatNoTopicTakesAndGoOn() throws Exception {
    Stream stream = new Stream(1);
    float[] large = new float[100_000];
    try (BrokerRig rig = new BrokerRig(node, "large")) {
      for (FeatureRecord each : stream.quiet(2).frames(9, 1, 0.8f).quiet(9).records()) {
        Feature frame = (Feature) each;
        Tensor thumb = Tensor.ofFloats("thumb", Shape.of(1, large.length), large);
        rig.send(
            "door",
            List.of(
                new Feature(
                    frame.position(),
                    frame.periodUs(),
                    frame.encoder(),
                    frame.timing(),
                    List.of(frame.tensor("feature"), thumb))));
      }
      try (TopologyRunner runner =
          rig.run(() -> new FakeModel(0), state(), Delivery.EXACTLY_ONCE)) {
        assertThat(rig.read(rig.topics.predictions(), told -> told.size() >= 20)).hasSize(20);
        assertThat(letters(rig, 1).get(0).message())
            .startsWith("a record for large.caption-requests would have ");
        assertThat(letters(rig, 1).get(0).topic()).isEqualTo("large.features");
        assertThat(rig.read(rig.topics.actions(), told -> told.size() >= 2))
            .extracting(Told::brief)
            .containsExactly("start wave 2", "end wave 2-10");
        assertThat(runner.state()).isEqualTo(KafkaStreams.State.RUNNING);
      }
    }
  }

  @Test
  void shouldAnswerARequestThatIsPutBackWhenTheRightPackRuns() throws Exception {
    CaptionSpec spec = TestPack.captionSpec(Requests.FRAMES, Decoding.greedy(12), null);
    CaptionRequest request =
        Requests.of(
            new Requests("door", 1).event(3, 10, 1, 0.8f),
            new PackRef("words", "1.1.0", "d".repeat(64)),
            TestPack.ENCODER);
    try (BrokerRig rig = new BrokerRig(node, "back")) {
      rig.request("door", List.of(request));
      DeadLetter first;
      try (TopologyRunner old = run(rig, TestPack.captionPack("c", spec), spec)) {
        first = letters(rig, 1).get(0);
        assertThat(first.cause()).isEqualTo("other_version");
        assertThat(first.isWhole()).isTrue();
        assertThat(first.replayOf()).isNull();
        putBack(first, "0@0");
        DeadLetter again = letters(rig, 2).get(1);
        assertThat(again.replayOf()).isEqualTo("0@0");
        assertThat(again.sha256()).isEqualTo(first.sha256());
        assertThat(again.offset()).isEqualTo(first.offset() + 1);
        assertThat(old.state()).isEqualTo(KafkaStreams.State.RUNNING);
      }
      try (TopologyRunner right = run(rig, TestPack.captionPack("d", spec), spec)) {
        putBack(first, "0@0");
        assertThat(rig.read(rig.topics.captions(), told -> !told.isEmpty()))
            .extracting(Told::briefCaption)
            .containsExactly("3-10 event: somebody waves for 4 frames");
        assertThat(right.state()).isEqualTo(KafkaStreams.State.RUNNING);
      }
    }
  }

  private static TopologyRunner run(BrokerRig rig, Pack pack, CaptionSpec spec) throws Exception {
    return BrokerRig.run(
        rig.captioning(pack, () -> new FakeCaptioner(spec)),
        rig.settings("captioning", state(), Delivery.EXACTLY_ONCE),
        TopologyListener.SILENT);
  }

  private static void putBack(DeadLetter letter, String ref) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", node.bootstrap()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      ProducerRecord<byte[], byte[]> record =
          new ProducerRecord<>(
              letter.topic(),
              letter.partition(),
              DeadLetter.bytes(letter.key()),
              DeadLetter.bytes(letter.payload()));
      record.headers().add(DeadLetter.REPLAY_OF, ref.getBytes(UTF_8));
      producer.send(record).get();
    }
  }

  /** Arms the clock at one frame. */
  private static final class Arming extends AroundFake {
    private final AtomicBoolean armed;
    private final long seq;

    Arming(AtomicBoolean armed, long seq) {
      super(0);
      this.armed = armed;
      this.seq = seq;
    }

    @Override
    public Step step(Feature feature, List<Tensor> states) {
      armed.set(feature.position().seq() == seq);
      return super.step(feature, states);
    }
  }

  /** Throws once whenever it is armed. */
  private static final class ArmedClock extends Clock {
    private final AtomicBoolean armed;

    ArmedClock(AtomicBoolean armed) {
      this.armed = armed;
    }

    @Override
    public Instant instant() {
      if (armed.getAndSet(false)) {
        throw new IllegalStateException("nobody foresaw this");
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
}
