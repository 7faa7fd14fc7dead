package io.afterimage.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.contract.caption.CaptionRequest;
import io.afterimage.contract.caption.CaptionRequestCodec;
import io.afterimage.contract.caption.CaptionRequestRecord;
import io.afterimage.contract.event.DeadLetter;
import io.afterimage.contract.event.EventJson;
import io.afterimage.contract.feature.Feature;
import io.afterimage.contract.feature.FeatureCodec;
import io.afterimage.contract.feature.FeatureRecord;
import io.afterimage.contract.feature.Shape;
import io.afterimage.contract.feature.Tensor;
import io.afterimage.contract.letter.LetterWriter;
import io.afterimage.contract.letter.RecordBytes;
import io.afterimage.topology.fixture.FakeCaptioner;
import io.afterimage.topology.fixture.FakeModel;
import io.afterimage.topology.fixture.ManualClock;
import io.afterimage.topology.fixture.Requests;
import io.afterimage.topology.fixture.Stream;
import io.afterimage.topology.fixture.TestPack;
import io.afterimage.topology.fixture.Told;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever lies in an input topic is set aside byte for byte, and the good records around it come
 * out as if it were not there.
 */
class PoisonMatrixTest {
  private static final byte[] DOOR = "door".getBytes(UTF_8);

  @TempDir Path state;

  @SuppressWarnings("ArrayRecordComponent") // Sent, never compared.
  private record Sent(byte @Nullable [] key, byte @Nullable [] value) {
    RecordBytes bytes() {
      return new RecordBytes("", 0, 0, 0, new RecordHeaders(), key, value);
    }
  }

  /** What an undisturbed and a poisoned run told. */
  private record Run(List<Told> told, List<DeadLetter> letters) {}

  private static final Headers HEADERS = new RecordHeaders().add("by", "somebody".getBytes(UTF_8));

  private Run run(StreamsApplication application, String topic, List<Sent> records)
      throws IOException {
    RunnerSettings settings =
        new RunnerSettings(
            "matrix",
            Files.createTempDirectory(state, "run"),
            1,
            Delivery.EXACTLY_ONCE,
            0,
            -1,
            Map.of("bootstrap.servers", "nowhere:1"));
    var config = StreamsSettings.of(settings, application);
    // The driver loses what error handlers send inside a transaction; a real broker has a test too.
    config.put("processing.guarantee", "at_least_once");
    List<Told> told = new ArrayList<>();
    List<DeadLetter> letters = new ArrayList<>();
    try (TopologyTestDriver driver =
        new TopologyTestDriver(application.build(), config, Instant.EPOCH)) {
      var input =
          driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer());
      for (Sent each : records) {
        input.pipeInput(new TestRecord<>(each.key(), each.value(), HEADERS, 5_000L));
      }
      for (String output : DriverRig.TOPICS.all()) {
        for (TestRecord<String, byte[]> record :
            driver
                .createOutputTopic(output, new StringDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList()) {
          if (output.equals(DriverRig.TOPICS.deadLetters())) {
            letters.add(EventJson.read(record.value(), DeadLetter.class));
          } else {
            told.add(Told.of(output, record.key(), record.value(), record.headers()).timeless());
          }
        }
      }
    }
    return new Run(told, letters);
  }

  private static AfterimageTopology memories() {
    TopologySettings settings =
        new TopologySettings(DriverRig.TOPICS, true, Duration.ofHours(1))
            .withCaptions(List.of(TestPack.captions(4, 0, 0)))
            .withLetterPayload(LetterWriter.MOST_PAYLOAD);
    return new AfterimageTopology(
        settings,
        TestPack.pack(),
        () -> new FakeModel(0),
        new SimpleMeterRegistry(),
        new ManualClock(Stream.BEGIN));
  }

  private static CaptioningTopology captions() {
    return new CaptioningTopology(
        DriverRig.TOPICS,
        Duration.ZERO,
        LetterWriter.MOST_PAYLOAD,
        TestPack.captionPack(Requests.FRAMES),
        () -> new FakeCaptioner(TestPack.captionPack(Requests.FRAMES).manifest().requireCaption()),
        new SimpleMeterRegistry(),
        new ManualClock(Stream.BEGIN));
  }

  /** What is wrong in any topic whose records have a version in their first byte. */
  private static List<Sent> poison(byte[] good) {
    byte[] noise = new byte[500];
    new Random(5).nextBytes(noise);
    byte[] foreign = good.clone();
    foreign[0] = 99;
    byte[] damaged = good.clone();
    Arrays.fill(damaged, 2, good.length, (byte) 0xff);
    List<Sent> poison = new ArrayList<>();
    poison.add(new Sent(null, good));
    poison.add(new Sent(new byte[] {'d', (byte) 0xc3, 0x28}, good));
    poison.add(new Sent(new byte[0], good));
    poison.add(new Sent("k".repeat(900).getBytes(UTF_8), good));
    poison.add(new Sent(DOOR, new byte[0]));
    poison.add(new Sent(DOOR, null));
    poison.add(new Sent(DOOR, noise));
    poison.add(new Sent(DOOR, Arrays.copyOf(good, good.length - 1)));
    poison.add(new Sent(DOOR, Arrays.copyOf(good, 400_000)));
    poison.add(new Sent(DOOR, foreign));
    poison.add(new Sent(DOOR, damaged));
    return poison;
  }

  private void assertContained(
      StreamsApplication calm,
      StreamsApplication disturbed,
      String topic,
      List<byte[]> good,
      List<Sent> poison)
      throws IOException {
    List<Sent> clean = good.stream().map(value -> new Sent(DOOR, value)).toList();
    List<Sent> mixed = new ArrayList<>();
    List<Integer> offsets = new ArrayList<>();
    for (int i = 0; i < Math.max(clean.size(), poison.size()); i++) {
      if (i < poison.size()) {
        offsets.add(mixed.size());
        mixed.add(poison.get(i));
      }
      if (i < clean.size()) {
        mixed.add(clean.get(i));
      }
    }
    Run expected = run(calm, topic, clean);
    Run run = run(disturbed, topic, mixed);

    assertThat(expected.letters()).isEmpty();
    assertThat(run.told()).isEqualTo(expected.told()).isNotEmpty();
    assertThat(run.letters()).hasSameSizeAs(poison);
    for (int i = 0; i < poison.size(); i++) {
      assertLetter(run.letters().get(i), topic, offsets.get(i), poison.get(i));
    }
  }

  private static Feature with(Feature feature, Tensor... tensors) {
    return new Feature(
        feature.position(),
        feature.periodUs(),
        feature.encoder(),
        feature.timing(),
        List.of(tensors));
  }

  @Test
  void shouldContainPoisonAmongFeatures() throws IOException {
    List<FeatureRecord> records =
        new Stream(1).quiet(14).frames(6, 1, 0.8f).quiet(20).frames(5, 2, 0.8f).quiet(9).records();
    Feature first = (Feature) records.get(0);
    List<Sent> poison = new ArrayList<>(poison(FeatureCodec.write(first)));
    Tensor thumb = first.tensor("thumb");
    Tensor feature = first.tensor("feature");
    for (Feature each :
        List.of(
            with(first, Tensor.ofFloats("feature", Shape.of(1, 3), Float.NaN, 0, 0), thumb),
            with(
                first,
                Tensor.ofFloats("feature", Shape.of(1, 3), 0, Float.POSITIVE_INFINITY, 0),
                thumb),
            with(first, feature, Tensor.ofFloats("thumb", Shape.of(1, 4), 0, Float.NaN, 0, 0)),
            with(
                first,
                feature,
                Tensor.ofFloats("thumb", Shape.of(1, 4), 0, 0, Float.NEGATIVE_INFINITY, 0)),
            with(first, thumb),
            with(first))) {
      // Ahead of the stream's own first frame.
      poison.add(0, new Sent(DOOR, FeatureCodec.write(each)));
    }
    List<byte[]> good = new ArrayList<>();
    records.forEach(record -> good.add(FeatureCodec.write(record)));
    List<Sent> numbers = poison.subList(0, 6);
    // A number that is none, at every place of the stream.
    for (int i = 0; i < numbers.size(); i++) {
      FeatureRecord at = records.get(i);
      Feature broken = (Feature) FeatureCodec.read(bytes(numbers.get(i)));
      Feature moved =
          new Feature(
              at.position(),
              broken.periodUs(),
              broken.encoder(),
              broken.timing(),
              broken.tensors());
      numbers.set(i, new Sent(DOOR, FeatureCodec.write(moved)));
    }
    assertContained(memories(), memories(), DriverRig.TOPICS.features(), good, poison);
  }

  private static byte[] bytes(Sent sent) {
    byte[] value = sent.value();
    return value == null ? new byte[0] : value;
  }

  @Test
  void shouldSetAsideWhatWouldNotFitIntoAStore() throws IOException {
    List<FeatureRecord> records = new Stream(1).frames(9, 1, 0.8f).quiet(9).records();
    Feature huge =
        with(
            (Feature) records.get(0),
            ((Feature) records.get(0)).tensor("feature"),
            Tensor.ofFloats("thumb", Shape.of(1, 300_000), new float[300_000]));
    List<Sent> sent = new ArrayList<>();
    sent.add(new Sent(DOOR, FeatureCodec.write(huge)));
    records.forEach(record -> sent.add(new Sent(DOOR, FeatureCodec.write(record))));

    Run run = run(memories(), DriverRig.TOPICS.features(), sent);

    assertThat(run.letters()).hasSize(1);
    assertThat(run.letters().get(0).cause()).isEqualTo("bad_length");
    assertThat(run.letters().get(0).message())
        .matches("the memory would have \\d+ bytes, more than the \\d+ that are sent at once");
    assertThat(run.letters().get(0).cut()).containsExactly(DeadLetter.Part.PAYLOAD);
    assertThat(run.told())
        .isEqualTo(
            run(memories(), DriverRig.TOPICS.features(), sent.subList(1, sent.size())).told());
  }

  @Test
  void shouldContainPoisonAmongCaptionRequests() throws IOException {
    List<CaptionRequestRecord> records = Requests.random("door", 3, 20);
    List<byte[]> good = records.stream().map(CaptionRequestCodec::write).toList();
    List<Sent> poison =
        poison(CaptionRequestCodec.write(new Requests("door", 1).event(3, 10, 1, 0.8f)));
    // A graph that breaks; that words of no number are refused, the captioner's own tests show.
    CaptionRequest broken = new Requests("door", 1).event(3, 10, 0, -1);
    poison.add(new Sent(DOOR, CaptionRequestCodec.write(broken)));
    assertContained(captions(), captions(), DriverRig.TOPICS.captionRequests(), good, poison);
  }

  @Test
  void shouldContainPoisonAmongAsks() throws IOException {
    List<Sent> poison = json();
    poison.add(new Sent(DOOR, "{\"pack\": {\"id\": 1}}".getBytes(UTF_8)));
    assertSetAside(memories(), DriverRig.TOPICS.captionAsks(), poison);
  }

  @Test
  void shouldContainPoisonAmongCommands() throws IOException {
    List<Sent> poison = json();
    poison.add(new Sent(DOOR, "{}".getBytes(UTF_8)));
    poison.add(new Sent(DOOR, "{\"command\": null}".getBytes(UTF_8)));
    poison.add(new Sent(DOOR, "{\"command\": \"remember\"}".getBytes(UTF_8)));
    assertSetAside(memories(), DriverRig.TOPICS.commands(), poison);
    assertSetAside(captions(), DriverRig.TOPICS.commands(), poison);
  }

  /** What is wrong in any topic of JSON. */
  private static List<Sent> json() {
    byte[] good = "{\"command\": \"forget\"}".getBytes(UTF_8);
    List<Sent> poison = new ArrayList<>();
    poison.add(new Sent(null, good));
    poison.add(new Sent(new byte[] {'d', (byte) 0xc3, 0x28}, good));
    poison.add(new Sent("no/slash".getBytes(UTF_8), good));
    poison.add(new Sent(DOOR, null));
    poison.add(new Sent(DOOR, new byte[0]));
    poison.add(new Sent(DOOR, new byte[] {(byte) 0xff, 0, 7}));
    poison.add(new Sent(DOOR, "{".getBytes(UTF_8)));
    poison.add(new Sent(DOOR, "[".repeat(5_000).getBytes(UTF_8)));
    poison.add(new Sent(DOOR, " ".repeat(400_000).getBytes(UTF_8)));
    poison.add(new Sent(DOOR, "{\"pack\": NaN, \"command\": NaN}".getBytes(UTF_8)));
    return poison;
  }

  private void assertSetAside(StreamsApplication application, String topic, List<Sent> poison)
      throws IOException {
    Run run = run(application, topic, poison);
    assertThat(run.told()).isEmpty();
    assertThat(run.letters()).hasSameSizeAs(poison);
    for (int i = 0; i < poison.size(); i++) {
      assertLetter(run.letters().get(i), topic, i, poison.get(i));
    }
  }

  private static void assertLetter(DeadLetter letter, String topic, long offset, Sent poison) {
    assertThat(letter.topic()).isEqualTo(topic);
    assertThat(letter.offset()).as(letter.message()).isEqualTo(offset);
    assertThat(letter.sha256()).as(letter.message()).isEqualTo(poison.bytes().sha256());
    assertThat(DeadLetter.bytes(letter.payload())).isEqualTo(poison.value());
    assertThat(DeadLetter.bytes(letter.key())).isEqualTo(poison.key());
    assertThat(letter.timestampMs()).isEqualTo(5_000);
    assertThat(letter.headers()).containsExactly(new DeadLetter.Header("by", "c29tZWJvZHk="));
    assertThat(letter.isWhole()).isTrue();
  }
}
