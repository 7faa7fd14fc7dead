package io.afterimage.topology;

import static io.afterimage.contract.Marker.Kind.END;
import static io.afterimage.contract.Marker.Kind.IDLE;
import static io.afterimage.topology.fixture.Stream.PERIOD_US;
import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.contract.CameraId;
import io.afterimage.contract.event.ActionEvent;
import io.afterimage.contract.event.EventJson;
import io.afterimage.contract.event.LatencyMs;
import io.afterimage.contract.event.Prediction;
import io.afterimage.contract.feature.FeatureRecord;
import io.afterimage.topology.fixture.FakeModel;
import io.afterimage.topology.fixture.Schemas;
import io.afterimage.topology.fixture.Stream;
import io.afterimage.topology.fixture.TestPack;
import io.afterimage.topology.fixture.Told;
import io.afterimage.topology.memory.Memory;
import io.afterimage.topology.memory.MemoryCodec;
import io.afterimage.topology.memory.MemoryKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AfterimageTopologyTest {
  private static final String KEY = new MemoryKey(new CameraId("door"), "test-pack").toString();

  @TempDir Path state;
  private TopologyRig rig;

  @BeforeEach
  void open() throws IOException {
    rig = new TopologyRig(TestPack.pack(), () -> new FakeModel(0), state);
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private Memory memory() {
    byte[] bytes = rig.store().get(KEY);
    assertThat(bytes).isNotNull();
    return new MemoryCodec().read("test-pack", bytes);
  }

  private double resets(String cause) {
    return rig.count("afterimage.memory.resets", "cause", cause);
  }

  private double records(String outcome) {
    return rig.count("afterimage.memory.records", "outcome", outcome);
  }

  /** Five frames of a wave, then whatever the test does to it. */
  private static Stream waving(long epoch) {
    return new Stream(epoch).frames(5, 1, 0.8f);
  }

  @Test
  void shouldTellStartUpdateAndEndOfAnAction() {
    rig.send("door", new Stream(1).quiet(2).frames(30, 1, 0.8f).quiet(5).records());

    assertThat(rig.brief()).containsExactly("start wave 2", "update wave 2", "end wave 2-31");
    assertThat(rig.count("afterimage.events", "phase", "update")).isEqualTo(1);
  }

  @Test
  void shouldTellEachFrameOnceAsAPredictionInThePacksOrder() {
    rig.send("door", new Stream(4).frame(0.1234567f, 0.8f, 0.3f).marker(END).records());

    List<Told> told = rig.predictions();
    assertThat(told).hasSize(2);
    assertThat(told.get(0).key()).isEqualTo("door");
    assertThat(told.get(0).json())
        .contains("\"scores\":{\"calm\":0.123457,\"wave\":0.8,\"jump\":0.3}");
    Prediction prediction =
        EventJson.read(told.get(0).json().getBytes(StandardCharsets.UTF_8), Prediction.class);
    assertThat(prediction.label()).isEqualTo("wave");
    assertThat(told.get(1).json()).contains("\"marker\":\"end\"");
  }

  @Test
  void shouldTellNoPredictionsUnlessAskedTo() throws IOException {
    try (TopologyRig silent =
        new TopologyRig(TestPack.pack(), () -> new FakeModel(0), state, false)) {
      silent.send("door", waving(1).marker(END).records());

      assertThat(silent.brief()).containsExactly("start wave 0", "end wave 0-4", "end 4");
      assertThat(silent.predictions()).isEmpty();
    }
  }

  @Test
  void shouldKeepThePromisesOfTheSchemas() throws IOException {
    rig.send("door", new Stream(1).frames(30, 1, 0.8f).marker(IDLE).marker(END).records());
    rig.sendRaw("door", new byte[] {1});

    for (Told told : rig.actions()) {
      String schema = told.json().contains("\"phase\"") ? "action" : "marker";
      assertThat(Schemas.faults(schema, told.json())).as(told.json()).isEmpty();
      assertThat(told.id()).isNotNull();
    }
    for (Told told : rig.predictions()) {
      String schema = told.json().contains("\"scores\"") ? "prediction" : "marker";
      assertThat(Schemas.faults(schema, told.json())).as(told.json()).isEmpty();
    }
    for (Told told : rig.deadLetters()) {
      assertThat(Schemas.faults("dead-letter", told.json())).as(told.json()).isEmpty();
    }
  }

  @Test
  void shouldTellWhereTheTimeWentAndNeverRunBackwards() {
    rig.send("door", waving(1).records());
    ActionEvent event = (ActionEvent) rig.actions().get(0).action();
    // The clock stands an hour after the stream's begin; the third frame was captured at 160 ms.
    assertThat(event.latencyMs()).isEqualTo(new LatencyMs(1, 2, 3, 3_599_830, 3_599_840));

    rig.clock.advance(Duration.ofHours(-2));
    rig.send("yard", waving(1).records());
    ActionEvent early = (ActionEvent) rig.actions().get(0).action();
    assertThat(early.latencyMs()).isEqualTo(new LatencyMs(1, 2, 3, 0, 0));
  }

  @Test
  void shouldGiveEventsAnIdOfCameraEpochFirstFrameAndLabel() {
    rig.send("door", new Stream(9).quiet(2).frames(5, 1, 0.8f).marker(END).records());

    assertThat(rig.actions().stream().map(told -> told.action().cloudEvent().id()))
        .containsExactly("door/9/2/wave/start", "door/9/2/wave/end", "door/9/6/end");
  }

  @Test
  void shouldChangeNothingForRepeatedAndLateRecords() {
    List<FeatureRecord> records = waving(1).records();
    rig.send("door", records);
    rig.all();
    byte[] before = rig.store().get(KEY);

    rig.send("door", records.get(4)).send("door", records.get(2));

    assertThat(rig.store().get(KEY)).isEqualTo(before);
    assertThat(rig.all()).isEmpty();
    assertThat(records("duplicate")).isEqualTo(1);
    assertThat(records("late")).isEqualTo(1);
    assertThat(records("stepped")).isEqualTo(5);
  }

  @Test
  void shouldEndTheOldEpochsEventsWhenANewOneBegins() {
    rig.send("door", waving(3).records()).send("door", new Stream(4).frames(4, 2, 0.9f).records());
    assertThat(rig.actions().stream().map(told -> told.action().cloudEvent().id()))
        .containsExactly("door/3/0/wave/start", "door/3/0/wave/end", "door/4/0/jump/start");
    assertThat(resets("epoch")).isEqualTo(1);

    rig.send("door", new Stream(3).pause(PERIOD_US, 9).frames(4, 1, 0.9f).marker(END).records());
    assertThat(rig.actions()).isEmpty();
    assertThat(records("stale_epoch")).isEqualTo(5);
    assertThat(memory().epoch()).isEqualTo(4);
  }

  @Test
  void shouldIgnoreFeaturesOfAnotherEncoder() {
    rig.send("door", waving(1).encoder("f".repeat(64)).frames(9, 2, 1).records());

    assertThat(rig.brief()).containsExactly("start wave 0");
    assertThat(records("other_encoder")).isEqualTo(9);
    assertThat(memory().last().seq()).isEqualTo(4);
  }

  @Test
  void shouldStepOnOverAGapOfTwoPeriods() {
    rig.send("door", waving(1).pause(PERIOD_US, 1).frames(1, 1, 0.8f).records());

    assertThat(rig.count("afterimage.memory.gaps")).isZero();
    assertThat(rig.count("afterimage.memory.lost")).isEqualTo(1);
    assertThat(rig.brief()).containsExactly("start wave 0");
  }

  @Test
  void shouldHoldTheStateOverAGapOfUpToASecond() {
    rig.send("door", waving(1).pause(1_000_000 - PERIOD_US, 11).frames(1, 1, 0.8f).records());

    assertThat(rig.count("afterimage.memory.gaps")).isEqualTo(1);
    assertThat(rig.count("afterimage.memory.lost")).isEqualTo(11);
    assertThat(resets("gap")).isZero();
    assertThat(rig.brief()).containsExactly("start wave 0");
  }

  @Test
  void shouldStartAfreshAfterALongerGap() {
    rig.send("door", waving(1).pause(1_000_001 - PERIOD_US, 0).frames(4, 1, 0.8f).records());

    assertThat(resets("gap")).isEqualTo(1);
    assertThat(rig.count("afterimage.memory.lost")).isZero();
    assertThat(rig.brief()).containsExactly("start wave 0", "end wave 0-4", "start wave 5");
  }

  @Test
  void shouldStartAfreshInANewSegmentAfterASceneCut() {
    Stream stream = new Stream(1).quiet(13).frames(5, 1, 0.8f).scene(0.9f).frames(2, 1, 0.8f);
    rig.send("door", stream.scene(0.5f).frames(1, 1, 0.8f).records());
    assertThat(rig.brief()).containsExactly("start wave 13");
    assertThat(memory().segment()).isZero();

    stream.records().clear();
    rig.send("door", stream.scene(0.9f).frames(6, 1, 0.8f).records());
    assertThat(rig.brief()).containsExactly("end wave 13-22", "start wave 23");
    assertThat(resets("cut")).isEqualTo(1);
    assertThat(memory().segment()).isEqualTo(1);
  }

  @Test
  void shouldCloseByMarkersAndPassThemOnAfterTheEnds() {
    Stream stream = waving(1).marker(IDLE).marker(IDLE).frames(5, 2, 0.9f).marker(END).marker(END);
    rig.send("door", stream.records());

    assertThat(rig.brief())
        .containsExactly(
            "start wave 0", "end wave 0-4", "idle 4", "start jump 5", "end jump 5-9", "end 9");
    assertThat(rig.predictions().stream().filter(told -> told.json().contains("marker")))
        .hasSize(2);
    assertThat(records("marker")).isEqualTo(2);
    assertThat(records("duplicate")).isEqualTo(1);
    assertThat(records("after_end")).isEqualTo(1);
  }

  @Test
  void shouldIgnoreAnIdleMarkerFromBeforeTheLastFrame() {
    List<FeatureRecord> records = waving(1).marker(IDLE).frames(5, 2, 0.9f).records();
    rig.send("door", records);
    rig.all();

    rig.send("door", records.get(5));

    assertThat(rig.all()).isEmpty();
    assertThat(records("late")).isEqualTo(1);
  }

  @Test
  void shouldShrinkToTheFenceAtTheEndAndTakeNothingMoreOfTheEpoch() {
    rig.send("door", waving(2).marker(END).frames(5, 1, 0.9f).records());

    assertThat(rig.brief()).containsExactly("start wave 0", "end wave 0-4", "end 4");
    assertThat(rig.store().get(KEY)).hasSizeLessThan(100);
    assertThat(memory().ended()).isTrue();
    assertThat(memory().last().seq()).isEqualTo(4);
    assertThat(records("after_end")).isEqualTo(5);

    rig.send("door", waving(3).records());
    assertThat(rig.brief()).containsExactly("start wave 0");
  }

  @Test
  void shouldPassOnTheEndOfAnEpochWithoutFrames() {
    rig.send("door", waving(1).records()).send("door", new Stream(2).marker(END).records());

    assertThat(rig.brief()).containsExactly("start wave 0", "end wave 0-4", "end -1");
  }

  @Test
  void shouldCloseByTheWallClockWhatNoRecordCloses() {
    rig.send("door", waving(1).records()).send("yard", new Stream(1).quiet(3).records());
    rig.all();

    rig.advance(TopologyRig.SILENCE.minusMillis(1));
    rig.send("gate", waving(1).records());
    assertThat(rig.brief()).containsExactly("start wave 0");

    rig.advance(Duration.ofSeconds(5));
    List<Told> told = rig.actions();
    assertThat(told).hasSize(1);
    assertThat(told.get(0).key()).isEqualTo("door");
    assertThat(told.get(0).brief()).isEqualTo("end wave 0-4");
    assertThat(told.get(0).closedBy()).isEqualTo("wallclock");

    rig.advance(TopologyRig.SILENCE);
    assertThat(rig.actions()).extracting(Told::key).containsExactly("gate");
  }

  @Test
  void shouldStartNewEventsWhenFramesResumeAfterAWallClockEnd() {
    Stream stream = waving(1);
    rig.send("door", stream.records());
    rig.advance(TopologyRig.SILENCE.plusSeconds(5));
    assertThat(rig.brief()).containsExactly("start wave 0", "end wave 0-4");

    stream.records().clear();
    rig.send("door", stream.frames(4, 1, 0.8f).records());
    List<Told> told = rig.actions();
    assertThat(told).extracting(Told::brief).containsExactly("start wave 5");
    assertThat(told.get(0).closedBy()).isNull();
  }
}
