package io.afterimage.topology;

import static io.afterimage.contract.Marker.Kind.END;
import static io.afterimage.contract.Marker.Kind.IDLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.contract.caption.CaptionReason;
import io.afterimage.contract.caption.CaptionRequest;
import io.afterimage.contract.event.ActionEvent;
import io.afterimage.contract.event.MediaPoint;
import io.afterimage.contract.feature.Feature;
import io.afterimage.contract.feature.FeatureRecord;
import io.afterimage.contract.feature.Shape;
import io.afterimage.contract.feature.Tensor;
import io.afterimage.topology.fixture.FakeModel;
import io.afterimage.topology.fixture.Stream;
import io.afterimage.topology.fixture.TestPack;
import io.afterimage.topology.stage.MemoryStage;
import io.afterimage.topology.stage.WindowStage;
import io.afterimage.topology.window.CaptionRules;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaptionWindowsTest {
  private static final CaptionRules RULES = TestPack.captions(4, 0, 100_000);
  private static final int SLOTS = 4 + TestPack.RECENT;

  @TempDir Path state;
  private TopologyRig rig;

  @BeforeEach
  void open() throws IOException {
    rig = TopologyRig.captioned(TestPack.pack(), state, RULES);
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private double requests(String reason) {
    return rig.count("afterimage.caption.requests", "reason", reason);
  }

  private double drops(String cause) {
    return rig.count("afterimage.caption.drops", "cause", cause);
  }

  private double resets(String cause) {
    return rig.count("afterimage.caption.resets", "cause", cause);
  }

  /** A request in short: segment, id, kept frames. */
  private static String brief(CaptionRequest request) {
    return "%d %s %s"
        .formatted(
            request.segment(),
            request.id(),
            request.frames().stream().map(MediaPoint::seq).toList());
  }

  private List<String> brief() {
    return rig.requests().stream().map(CaptionWindowsTest::brief).toList();
  }

  @Test
  void shouldAskForWordsWithTheFramesFromAnEventsStartToItsEnd() {
    Stream stream = new Stream(1).quiet(7).frames(10, 1, 0.8f).quiet(9);
    rig.send("door", stream.records());

    List<CaptionRequest> asked = rig.requests();
    assertThat(asked).hasSize(1);
    CaptionRequest request = asked.get(0);
    assertThat(brief(request)).isEqualTo("0 door/1/7-16/event/words [7, 11, 15]");
    assertThat(request.camera().value()).isEqualTo("door");
    assertThat(request.pack()).isEqualTo(RULES.pack());
    assertThat(request.encoder()).isEqualTo(TestPack.ENCODER);
    assertThat(request.reason()).isEqualTo(CaptionReason.event("door/1/7/wave"));
    assertThat(request.tensor("feature"))
        .isEqualTo(Tensor.ofFloats("feature", Shape.of(3, 3), 0, 0.8f, 0, 0, 0.8f, 0, 0, 0.8f, 0));
    assertThat(request.tensor("thumb").shape()).isEqualTo(Shape.of(3, 4));
    ActionEvent end = (ActionEvent) rig.actions().get(1).action();
    assertThat(request.first()).isEqualTo(end.start());
    assertThat(request.last()).isEqualTo(end.end());
    assertThat(requests("event")).isEqualTo(1);
  }

  @Test
  void shouldAskAboutEachOfTwoEventsThatFollowEachOther() {
    Stream stream = new Stream(1).frames(6, 1, 0.8f).frames(6, 2, 0.8f).marker(END);
    rig.send("door", stream.records());

    assertThat(brief())
        .containsExactly(
            "0 door/1/0-5/event/words [0, 2, 4]", "0 door/1/6-11/event/words [6, 8, 10]");
  }

  @Test
  void shouldTakeNoNoticeOfOtherLabels() {
    rig.send("door", new Stream(1).frames(9, 0, 0.8f).quiet(9).records());

    assertThat(rig.brief()).contains("end calm 0-8");
    assertThat(rig.requests()).isEmpty();
    assertThat(drops("no_window")).isZero();
  }

  @Test
  void shouldCountEventsThatAreTooShortToAskAbout() throws IOException {
    CaptionRules longer = TestPack.captions(4, 0, 400_000);
    try (TopologyRig patient = TopologyRig.captioned(TestPack.pack(), state, longer)) {
      patient.send("door", new Stream(1).frames(5, 1, 0.8f).quiet(9).records());
      assertThat(patient.requests()).isEmpty();
      assertThat(patient.count("afterimage.caption.drops", "cause", "too_short")).isEqualTo(1);

      patient.send("yard", new Stream(1).frames(6, 1, 0.8f).quiet(9).records());
      assertThat(patient.requests()).hasSize(1);
    }
  }

  @Test
  void shouldAlsoAskEachPeriodWhileAnEventGoesOn() throws IOException {
    CaptionRules periods = TestPack.captions(4, 800_000, 100_000);
    try (TopologyRig often = TopologyRig.captioned(TestPack.pack(), state, periods)) {
      often.send("door", new Stream(1).quiet(2).frames(26, 1, 0.8f).quiet(9).records());

      assertThat(often.requests().stream().map(CaptionWindowsTest::brief))
          .containsExactly(
              "0 door/1/2-12/period/words [2, 6, 10]",
              "0 door/1/13-22/period/words [13, 17, 21]",
              "0 door/1/23-27/event/words [23, 25, 27]");
      assertThat(often.count("afterimage.caption.requests", "reason", "period")).isEqualTo(2);
    }
  }

  @Test
  void shouldAskAboutTheFrameNearestToTheMiddleIfThePackReadsOne() throws IOException {
    CaptionRules still = TestPack.captions(1, 0, 0);
    try (TopologyRig one = TopologyRig.captioned(TestPack.pack(), state, still)) {
      one.send("door", new Stream(1).frames(11, 1, 0.8f).frames(40, 2, 0.8f).quiet(9).records());

      assertThat(one.requests().stream().map(CaptionWindowsTest::brief))
          .containsExactly("0 door/1/0-10/event/words [5]", "0 door/1/11-50/event/words [31]");
    }
  }

  @Test
  void shouldServeSeveralCaptionPacksAtOnce() throws IOException {
    CaptionRules other = TestPack.captions("pictures", "d", 1, 0, 0);
    try (TopologyRig both = TopologyRig.captioned(TestPack.pack(), state, RULES, other)) {
      both.send("door", new Stream(1).frames(5, 1, 0.8f).quiet(9).records());

      assertThat(both.requests().stream().map(CaptionWindowsTest::brief))
          .containsExactly("0 door/1/0-4/event/words [0, 2, 4]", "0 door/1/0-4/event/pictures [2]");
      assertThat(both.stored(WindowStage.HEADERS)).containsOnlyKeys("door/words", "door/pictures");
    }
  }

  @Test
  void shouldNeverMixTwoScenesInARequest() {
    Stream stream = new Stream(1).quiet(13).frames(7, 1, 0.8f).scene(0.9f).frames(9, 1, 0.8f);
    rig.send("door", stream.marker(END).records());

    List<CaptionRequest> asked = rig.requests();
    // Two frames of the new scene were stepped before the third made it a cut.
    assertThat(asked.stream().map(CaptionWindowsTest::brief))
        .containsExactly(
            "0 door/1/13-19/event/words [13, 15, 17, 19]",
            "1 door/1/22-28/event/words [22, 24, 26, 28]");
    assertThat(numbers(asked.get(0).tensor("thumb"))).containsOnly(0.5f);
    assertThat(numbers(asked.get(1).tensor("thumb"))).containsOnly(0.9f);
    assertThat(resets("cut")).isEqualTo(1);
  }

  @Test
  void shouldLeaveFramesOutThatMayBeOfTheNextSceneWheneverAWindowCloses() throws IOException {
    CaptionRules periods = TestPack.captions(4, 800_000, 0);
    try (TopologyRig often = TopologyRig.captioned(TestPack.pack(), state, periods)) {
      Stream stream = new Stream(1).quiet(13).frames(9, 1, 0.8f).scene(0.9f).frames(2, 1, 0.8f);
      // The period ends with the second strange frame; then the old scene comes back.
      often.send("door", stream.scene(0.5f).frames(4, 1, 0.8f).marker(END).records());

      List<CaptionRequest> asked = often.requests();
      assertThat(asked.stream().map(CaptionWindowsTest::brief))
          .containsExactly(
              "0 door/1/13-21/period/words [13, 17, 21]",
              "0 door/1/22-27/event/words [22, 24, 26]");
    }
  }

  @Test
  void shouldNeverMixTwoEpochsInARequest() {
    rig.send("door", new Stream(3).frames(6, 1, 0.8f).records());
    assertThat(rig.requests()).isEmpty();
    rig.send("door", new Stream(4).frames(6, 1, 0.8f).marker(END).records());

    assertThat(brief())
        .containsExactly(
            "0 door/3/0-5/event/words [0, 2, 4]", "0 door/4/0-5/event/words [0, 2, 4]");
    assertThat(resets("epoch")).isEqualTo(1);
  }

  @Test
  void shouldCloseWindowsByALongGapAndByMarkers() {
    Stream stream = new Stream(1).frames(5, 1, 0.8f).pause(2_000_000, 9).frames(5, 1, 0.8f);
    rig.send("door", stream.marker(IDLE).frames(5, 1, 0.8f).marker(END).records());

    assertThat(brief())
        .containsExactly(
            "0 door/1/0-4/event/words [0, 2, 4]",
            "0 door/1/14-18/event/words [14, 16, 18]",
            "0 door/1/19-23/event/words [19, 21, 23]");
    assertThat(resets("gap")).isEqualTo(1);
  }

  @Test
  void shouldGoOnOverAShortGap() {
    Stream stream = new Stream(1).frames(5, 1, 0.8f).pause(500_000, 4).frames(5, 1, 0.8f);
    rig.send("door", stream.marker(END).records());

    assertThat(brief()).containsExactly("0 door/1/0-13/event/words [0, 4, 12]");
  }

  @Test
  void shouldCloseByTheWallClockWhatNoRecordCloses() {
    rig.send("door", new Stream(1).frames(5, 1, 0.8f).records());
    rig.advance(TopologyRig.SILENCE.plus(Duration.ofSeconds(30)));

    assertThat(brief()).containsExactly("0 door/1/0-4/event/words [0, 2, 4]");
  }

  @Test
  void shouldKeepOnlyTheFenceAtTheEndOfAnEpoch() {
    rig.send("door", new Stream(1).frames(30, 1, 0.8f).records());
    assertThat(rig.stored(WindowStage.SLOTS)).hasSizeGreaterThan(TestPack.RECENT);
    rig.send("door", new Stream(1).pause(0, 30).marker(END).records());

    assertThat(rig.stored(WindowStage.SLOTS)).isEmpty();
    assertThat(rig.stored(WindowStage.HEADERS).get("door/words")).hasSize(100);
  }

  @Test
  void shouldWriteOneSlotAndOneSmallHeaderAFrameHoweverLongTheWindow() {
    List<FeatureRecord> records = new Stream(1).quiet(9).frames(110, 1, 0.8f).quiet(9).records();
    int frames = records.size();
    for (FeatureRecord record : records) {
      rig.send("door", record);
      List<TestRecord<String, byte[]>> slots = rig.changelog(WindowStage.SLOTS);
      List<TestRecord<String, byte[]>> headers = rig.changelog(WindowStage.HEADERS);
      assertThat(slots).hasSize(1);
      assertThat(headers).hasSize(1);
      // Seven floats with their names, and the frame's place.
      assertThat(slots.get(0).value()).hasSizeLessThan(110);
      assertThat(headers.get(0).value()).hasSizeLessThan(160 + 12 * SLOTS);
    }
    assertThat(frames).isEqualTo(128);
    assertThat(rig.stored(WindowStage.SLOTS)).hasSizeLessThanOrEqualTo(SLOTS);
    assertThat(rig.requests()).hasSize(1);
  }

  @Test
  void shouldStartAfreshWithTheWindowsOfAnotherCaptionPack() throws IOException {
    Stream stream = new Stream(1).quiet(3).frames(10, 1, 0.8f);
    rig.send("door", stream.records());
    CaptionRules successor = TestPack.captions("words", "d", 4, 0, 100_000);
    try (TopologyRig next = TopologyRig.captioned(TestPack.pack(), state, successor)) {
      for (String store : next.stores()) {
        next.restore(store, rig.stored(store));
      }
      stream.records().clear();
      next.send("door", stream.frames(10, 1, 0.8f).quiet(9).records());

      assertThat(next.requests().stream().map(CaptionWindowsTest::brief))
          .containsExactly("0 door/1/13-22/event/words [13, 17, 21]");
      assertThat(next.count("afterimage.caption.resets", "cause", "pack_changed")).isEqualTo(1);
    }
  }

  @Test
  void shouldStartAfreshWithBytesThatMakeNoWindow() {
    Stream stream = new Stream(1).frames(5, 1, 0.8f);
    rig.send("door", stream.records());
    rig.restore(WindowStage.HEADERS, Map.of("door/words", new byte[] {1, 2, 3}));
    stream.records().clear();
    rig.send("door", stream.frames(5, 1, 0.8f).quiet(9).records());

    assertThat(brief()).containsExactly("0 door/1/5-9/event/words [5, 7, 9]");
    assertThat(resets("unreadable")).isEqualTo(1);
  }

  @Test
  void shouldMakeNoRequestIfASlotIsLost() {
    Stream stream = new Stream(1).frames(5, 1, 0.8f);
    rig.send("door", stream.records());
    rig.restore(WindowStage.SLOTS, Map.of("door/words/2", new byte[] {7}));
    stream.records().clear();
    rig.send("door", stream.quiet(9).frames(5, 2, 0.8f).marker(END).records());

    assertThat(brief()).containsExactly("0 door/1/14-18/event/words [14, 16, 18]");
    assertThat(drops("torn")).isEqualTo(1);
  }

  @Test
  void shouldSetAsideAFrameThatLacksWhatTheCaptionPackReads() {
    List<FeatureRecord> records = new Stream(1).frames(6, 1, 0.8f).marker(END).records();
    Feature good = (Feature) records.get(3);
    Tensor flat = Tensor.ofFloats("thumb", Shape.of(4), 0.5f, 0.5f, 0.5f, 0.5f);
    records.set(
        3,
        new Feature(
            good.position(),
            good.periodUs(),
            good.encoder(),
            good.timing(),
            List.of(good.tensor("feature"), flat)));
    rig.send("door", records);

    assertThat(rig.deadLetters().get(0).json())
        .contains("bad_field", "\"offset\":3", "no batch axis of 1");
    assertThat(brief()).containsExactly("0 door/1/0-5/event/words [0, 2, 5]");
    assertThat(rig.count("afterimage.memory.records", "outcome", "stepped")).isEqualTo(6);
  }

  @Test
  void shouldKeepNoWindowsWithoutACaptionPack() throws IOException {
    try (TopologyRig plain = new TopologyRig(TestPack.pack(), () -> new FakeModel(0), state)) {
      plain.send("door", new Stream(1).frames(9, 1, 0.8f).quiet(9).records());

      assertThat(plain.stores()).containsExactly(MemoryStage.STORE);
      assertThat(plain.requests()).isEmpty();
      assertThat(plain.brief()).containsExactly("start wave 0", "end wave 0-8");
    }
  }

  @Test
  void shouldRefuseCaptionPacksThatThePackCannotServe() {
    CaptionRules map =
        new CaptionRules(RULES.pack(), TestPack.ENCODER, 4, List.of("map"), RULES.labels(), 0, 0);
    assertThatThrownBy(() -> TopologyRig.captioned(TestPack.pack(), state, map))
        .isInstanceOf(TopologyException.class)
        .hasMessageContaining("reads tensor 'map'");
    assertThatThrownBy(() -> TopologyRig.captioned(TestPack.pack(), state, RULES, RULES))
        .hasMessage("caption pack 'words' is named twice; name it once");
  }

  private static List<Float> numbers(Tensor tensor) {
    FloatBuffer floats = tensor.floats();
    List<Float> numbers = new ArrayList<>();
    while (floats.hasRemaining()) {
      numbers.add(floats.get());
    }
    return numbers;
  }
}
