package io.afterimage.topology;

import static io.afterimage.contract.Marker.Kind.END;
import static io.afterimage.contract.Marker.Kind.IDLE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.contract.HeaderText;
import io.afterimage.contract.Position;
import io.afterimage.contract.caption.AttentionEvent;
import io.afterimage.contract.event.ActionEvent;
import io.afterimage.contract.event.EventJson;
import io.afterimage.contract.event.Phase;
import io.afterimage.contract.feature.Feature;
import io.afterimage.contract.feature.FeatureRecord;
import io.afterimage.inference.pack.Pack;
import io.afterimage.topology.fixture.FakeModel;
import io.afterimage.topology.fixture.Looks;
import io.afterimage.topology.fixture.RandomStream;
import io.afterimage.topology.fixture.Schemas;
import io.afterimage.topology.fixture.Stream;
import io.afterimage.topology.fixture.TestPack;
import io.afterimage.topology.fixture.Told;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a pack looked at when it told the start of an action. */
class AttentionTest {
  @TempDir Path state;

  private TopologyRig rig(Pack pack) throws IOException {
    return new TopologyRig(pack, () -> new FakeModel(0), state);
  }

  /** A wave from frame 2 on, whose start is told at frame 4. */
  private static List<FeatureRecord> waving() {
    return Looks.in("door", new Stream(7).quiet(2).frames(5, 1, 0.8f).marker(END).records());
  }

  private static List<AttentionEvent> events(List<Told> told) {
    return told.stream()
        .filter(record -> !record.json().contains("\"marker\""))
        .map(Told::attention)
        .toList();
  }

  private static AttentionEvent.Frame frame(AttentionEvent event) {
    return Objects.requireNonNull(event.frame());
  }

  private static List<Float> weights(String camera, AttentionEvent event) {
    AttentionEvent.Frame frame = frame(event);
    Position at = new Position(event.epoch(), frame.seq(), frame.ptsUs(), Instant.EPOCH);
    List<Float> weights = new ArrayList<>();
    for (float weight : Looks.weights(camera, at)) {
      weights.add(weight);
    }
    return weights;
  }

  @Test
  void shouldTellWhatWasLookedAtInTheFrameAtWhichAStartIsTold() throws IOException {
    try (TopologyRig rig = rig(TestPack.attending())) {
      rig.send("door", waving());

      assertThat(rig.brief()).containsExactly("start wave 2", "end wave 2-6", "end 6");
      List<Told> told = rig.attention();
      assertThat(told).hasSize(2);
      assertThat(told.get(0).key()).isEqualTo("door");
      assertThat(told.get(0).id()).isEqualTo("door/7/2/wave/attention");
      assertThat(Schemas.faults("attention", told.get(0).json())).isEmpty();
      AttentionEvent event = told.get(0).attention();
      assertThat(event)
          .isEqualTo(
              new AttentionEvent(
                  "door/7/2/wave",
                  "door",
                  7,
                  AttentionEvent.Explains.ACTION,
                  AttentionEvent.Kind.SPATIAL,
                  List.of(AttentionEvent.Word.of("wave", weights("door", event))),
                  null,
                  new AttentionEvent.Grid(2, 2),
                  new AttentionEvent.Frame(4, 4L * Stream.PERIOD_US)));
      assertThat(rig.count("afterimage.attention", "outcome", "told")).isEqualTo(1);
      assertThat(rig.deadLetters()).isEmpty();
    }
  }

  @Test
  void shouldTellItOfEachOfSeveralThatStartAtOnce() throws IOException {
    Pack pack = TestPack.attending(TestPack.rules(false, 0, 160_000, 160_000, 10_000_000));
    Stream both = new Stream(1);
    for (int i = 0; i < 5; i++) {
      both.frame(0, 0.8f, 0.9f);
    }
    try (TopologyRig rig = rig(pack)) {
      rig.send("door", Looks.in("door", both.records()));

      assertThat(rig.brief()).containsExactly("start wave 0", "start jump 0");
      List<AttentionEvent> told = events(rig.attention());
      assertThat(told)
          .extracting(AttentionEvent::id)
          .containsExactly("door/1/0/wave", "door/1/0/jump");
      assertThat(told.get(1).frame()).isEqualTo(told.get(0).frame());
      assertThat(rig.count("afterimage.attention", "outcome", "told")).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void shouldTellItOnceForEachStartAsTheEncoderSawIt(long seed) throws IOException {
    try (TopologyRig rig = rig(TestPack.attending())) {
      List<String> cameras = List.of("door", "yard");
      for (int i = 0; i < cameras.size(); i++) {
        rig.send(cameras.get(i), Looks.in(cameras.get(i), RandomStream.of(seed * 100 + i, 400)));
      }
      List<ActionEvent> starts =
          rig.actions().stream()
              .map(Told::action)
              .filter(ActionEvent.class::isInstance)
              .map(ActionEvent.class::cast)
              .filter(event -> event.phase() == Phase.START)
              .toList();
      List<AttentionEvent> told = events(rig.attention());

      assertThat(told).hasSameSizeAs(starts).hasSizeGreaterThan(10);
      for (int i = 0; i < starts.size(); i++) {
        ActionEvent start = starts.get(i);
        AttentionEvent event = told.get(i);
        assertThat(event.id()).isEqualTo(start.id());
        assertThat(frame(event).ptsUs() - start.start().ptsUs()).isBetween(160_000L, 10_000_000L);
        assertThat(event.words())
            .containsExactly(AttentionEvent.Word.of(start.label(), weights(start.camera(), event)));
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "NaN, 1, 0, 0        | not_a_number",
        "Infinity, 0, 0, 0   | not_a_number",
        "-0.2, 0.4, 0.4, 0.4 | negative",
        "0, 0, 0, 0          | sum",
        "0.25, 0.25, 0.25, 0.252 | sum",
        "0.5, 0.5            | missing",
      })
  void shouldCountWeightsThatAreNoneAndTellTheActionAllTheSame(String weights, String cause)
      throws IOException {
    String[] texts = weights.split(", ", -1);
    float[] bad = new float[texts.length];
    for (int cell = 0; cell < bad.length; cell++) {
      bad[cell] = Float.parseFloat(texts[cell]);
    }
    List<FeatureRecord> records = new ArrayList<>();
    for (FeatureRecord record : new Stream(1).frames(4, 1, 0.8f).records()) {
      records.add(Looks.at((Feature) record, bad));
    }
    try (TopologyRig rig = rig(TestPack.attending())) {
      rig.send("door", records).send("yard", waving());

      assertThat(rig.brief()).startsWith("start wave 0", "start wave 2");
      assertThat(events(rig.attention()))
          .extracting(AttentionEvent::camera)
          .containsExactly("yard");
      assertThat(rig.count("afterimage.attention", "outcome", cause)).isEqualTo(1);
      assertThat(rig.count("afterimage.attention", "outcome", "told")).isEqualTo(1);
      assertThat(rig.count("afterimage.memory.records", "outcome", "stepped")).isEqualTo(11);
      assertThat(rig.deadLetters()).isEmpty();
    }
  }

  @Test
  void shouldCountFramesWithoutWeights() throws IOException {
    try (TopologyRig rig = rig(TestPack.attending())) {
      rig.send("door", new Stream(1).frames(4, 1, 0.8f).records());

      assertThat(rig.brief()).containsExactly("start wave 0");
      assertThat(rig.attention()).isEmpty();
      assertThat(rig.count("afterimage.attention", "outcome", "missing")).isEqualTo(1);
    }
  }

  @Test
  void shouldTakeWeightsThatRoundingLeftBesideOne() throws IOException {
    List<FeatureRecord> records = new ArrayList<>();
    for (FeatureRecord record : new Stream(1).frames(4, 1, 0.8f).records()) {
      records.add(Looks.at((Feature) record, 1.00095f, 0, 0, 0));
    }
    try (TopologyRig rig = rig(TestPack.attending())) {
      rig.send("door", records);
      assertThat(events(rig.attention()).get(0).words().get(0).weights())
          .containsExactly(1.0, 0.0, 0.0, 0.0);
    }
  }

  @Test
  void shouldTellNothingOfPacksThatDoNotSayWhatTheyLookAt() throws IOException {
    try (TopologyRig rig = rig(TestPack.pack())) {
      rig.send("door", waving());

      assertThat(rig.brief()).containsExactly("start wave 2", "end wave 2-6", "end 6");
      assertThat(rig.attention()).isEmpty();
      assertThat(rig.count("afterimage.attention", "outcome", "told")).isZero();
    }
  }

  @Test
  void shouldTellTheEndOfEachEpochAfterItsLastAttentionInItsOwnName() throws IOException {
    List<FeatureRecord> records = new ArrayList<>();
    records.addAll(new Stream(1).frames(5, 1, 0.8f).marker(IDLE).marker(END).records());
    records.addAll(new Stream(2).marker(END).records());
    records.addAll(Collections.nCopies(2, records.get(6)));
    try (TopologyRig rig = rig(TestPack.attending())) {
      rig.send("door", Looks.in("door", records));

      List<TestRecord<String, byte[]>> told = rig.written(DriverRig.TOPICS.attention());
      assertThat(told).hasSize(3);
      assertThat(EventJson.isMarker(told.get(0).value())).isFalse();
      assertThat(told.subList(1, 3))
          .allSatisfy(
              record -> {
                assertThat(HeaderText.find(record.headers(), "ce_source"))
                    .isEqualTo("/cameras/door/packs/test-pack");
                assertThat(new String(record.value(), UTF_8)).contains("\"marker\":\"end\"");
              });
      assertThat(told.subList(1, 3).stream().map(r -> HeaderText.find(r.headers(), "ce_id")))
          .containsExactly("door/1/4/end", "door/2/-1/end");
    }
  }

  @Test
  void shouldTellTheSameBesideACaptionPack() throws IOException {
    try (TopologyRig alone = rig(TestPack.attending());
        TopologyRig captioned =
            TopologyRig.captioned(
                TestPack.attending(), state, TestPack.captions(5, 1_000_000, 100_000))) {
      alone.send("door", waving());
      captioned.send("door", waving());

      assertThat(captioned.attention()).isEqualTo(alone.attention()).hasSize(2);
      assertThat(captioned.requestRecords()).hasSize(2);
    }
  }
}
