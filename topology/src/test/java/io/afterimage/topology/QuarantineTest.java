package io.afterimage.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.contract.Marker;
import io.afterimage.contract.event.CameraStatus;
import io.afterimage.contract.event.EventJson;
import io.afterimage.contract.feature.FeatureRecord;
import io.afterimage.inference.pack.Pack;
import io.afterimage.topology.fixture.FakeModel;
import io.afterimage.topology.fixture.Schemas;
import io.afterimage.topology.fixture.Stream;
import io.afterimage.topology.fixture.TestPack;
import io.afterimage.topology.fixture.Told;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pack that fails on every frame of a camera is given none for a while; the others go on. */
class QuarantineTest {
  private static final int AFTER = TopologySettings.DEFAULT_QUARANTINE;

  /** Frames in a minute. */
  private static final int MINUTE = 750;

  @TempDir Path state;
  private TopologyRig rig;

  @BeforeEach
  void open() throws IOException {
    rig = rig(TestPack.pack());
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private TopologyRig rig(Pack pack) throws IOException {
    return new TopologyRig(pack, () -> new FakeModel(0), state);
  }

  /** Frames on which the graph breaks. */
  private static Stream broken(Stream stream, int count) {
    for (int i = 0; i < count; i++) {
      stream.frame(-1, 0, 0);
    }
    return stream;
  }

  private double outcomes(String outcome) {
    return rig.count("afterimage.memory.records", "outcome", outcome);
  }

  private double gauges(String camera) {
    return rig.meters.find("afterimage.memory.quarantined").tag("camera", camera).gauges().size();
  }

  private List<CameraStatus> statuses() {
    return rig.read(DriverRig.TOPICS.cameraStatus()).stream()
        .map(told -> EventJson.read(told.json().getBytes(UTF_8), CameraStatus.class))
        .toList();
  }

  @Test
  void shouldGiveThePackNoMoreFramesAfterSoManyFailuresInARow() {
    rig.send("door", broken(new Stream(1), AFTER + 100).records());

    assertThat(outcomes("dead_letter")).isEqualTo(AFTER);
    assertThat(outcomes("quarantined")).isEqualTo(100);
    assertThat(rig.deadLetters()).hasSize(AFTER);
    assertThat(gauges("door")).isEqualTo(1);
  }

  @Test
  void shouldCountOnlyFailuresInARow() {
    Stream stream = new Stream(1);
    for (int i = 0; i < 4; i++) {
      broken(stream, AFTER - 1).quiet(1);
    }
    rig.send("door", stream.records());

    assertThat(outcomes("dead_letter")).isEqualTo(4 * (AFTER - 1));
    assertThat(outcomes("quarantined")).isZero();
    assertThat(statuses()).isEmpty();
  }

  @Test
  void shouldSayHowTheCameraFares() throws IOException {
    Stream stream = broken(new Stream(4).quiet(3), AFTER + MINUTE - 1).quiet(2);
    rig.send("door", stream.records());

    List<Told> told = rig.read(DriverRig.TOPICS.cameraStatus());
    assertThat(told).extracting(Told::key).containsOnly("door");
    for (Told each : told) {
      assertThat(Schemas.faults("camera-status", each.json())).isEmpty();
    }
    List<CameraStatus> statuses =
        told.stream()
            .map(each -> EventJson.read(each.json().getBytes(UTF_8), CameraStatus.class))
            .toList();
    assertThat(statuses)
        .extracting(status -> status.packs().get(0).state())
        .containsExactly(CameraStatus.State.QUARANTINED, CameraStatus.State.OK);
    assertThat(statuses.get(0).packs().get(0))
        .isEqualTo(
            new CameraStatus.PackStatus(
                TestPack.pack().ref(), CameraStatus.State.QUARANTINED, AFTER, "run_failed"));
    assertThat(statuses.get(0).epoch()).isEqualTo(4);
    assertThat(statuses.get(0).since().seq()).isEqualTo(3 + AFTER - 1);
    assertThat(statuses.get(1).packs().get(0).cause()).isNull();
  }

  @Test
  void shouldTryAgainEachMinuteUntilThePackTakesAFrame() {
    Stream stream = broken(new Stream(1), AFTER + 2 * MINUTE);
    rig.send("door", stream.records());
    assertThat(outcomes("dead_letter")).isEqualTo(AFTER + 2);
    assertThat(gauges("door")).isEqualTo(1);

    List<FeatureRecord> before = List.copyOf(stream.records());
    stream.frames(MINUTE + 30, 1, 0.9f);
    rig.send("door", stream.records().subList(before.size(), stream.records().size()));

    assertThat(outcomes("stepped")).isBetween(31.0, MINUTE + 30.0);
    assertThat(gauges("door")).isZero();
    assertThat(rig.brief()).isNotEmpty();
    assertThat(statuses()).hasSize(2);
  }

  @Test
  void shouldEndTheOpenEventsAndStartAfresh() {
    Stream stream = broken(new Stream(1).frames(30, 1, 0.9f), AFTER);
    rig.send("door", stream.records());

    assertThat(rig.brief()).containsExactly("start wave 0", "update wave 0", "end wave 0-29");
    assertThat(rig.count("afterimage.memory.resets", "cause", "quarantined")).isEqualTo(1);
  }

  @Test
  void shouldLetTheOtherCamerasGoOn() {
    Stream broken = broken(new Stream(1), 3 * AFTER);
    Stream good = new Stream(1).frames(3 * AFTER, 1, 0.9f);
    for (int i = 0; i < 3 * AFTER; i++) {
      rig.send("broken", broken.records().get(i));
      rig.send("door", good.records().get(i));
    }
    assertThat(outcomes("stepped")).isEqualTo(3 * AFTER);
    assertThat(gauges("broken")).isEqualTo(1);
    assertThat(gauges("door")).isZero();
  }

  @Test
  void shouldBeginAnewWithANewEpoch() {
    rig.send("door", broken(new Stream(1), AFTER + 5).marker(Marker.Kind.END).records());
    assertThat(rig.brief()).containsExactly("end " + (AFTER + 4));
    rig.send("door", new Stream(2).frames(20, 1, 0.9f).records());

    assertThat(rig.brief()).containsExactly("start wave 0");
    assertThat(gauges("door")).isZero();
  }

  @Test
  void shouldBeginAnewWithAnotherVersionOfThePackAndShowWhatItFinds() throws IOException {
    Stream stream = broken(new Stream(1), AFTER + 5);
    rig.send("door", stream.records());
    Map<String, byte[]> left = rig.stored();
    rig.close();

    Pack next = TestPack.pack("2.0.0", "b", TestPack.RULES, TestPack.CUT, Set.of());
    rig = rig(next);
    left.forEach(rig.store()::put);
    List<FeatureRecord> before = List.copyOf(stream.records());
    stream.quiet(3);
    rig.send("door", stream.records().subList(before.size(), before.size() + 3));

    assertThat(outcomes("stepped")).isEqualTo(3);
    assertThat(outcomes("quarantined")).isZero();
  }

  @Test
  void shouldTakeBackTheStatusOfACameraThatIsForgotten() {
    rig.send("door", broken(new Stream(1), AFTER).records());
    assertThat(statuses()).hasSize(1);
    rig.command("door", "{\"command\":\"forget\"}");

    assertThat(rig.written(DriverRig.TOPICS.cameraStatus()))
        .singleElement()
        .satisfies(
            record -> {
              assertThat(record.key()).isEqualTo("door");
              assertThat(record.value()).isNull();
            });
  }
}
