package io.afterimage.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.contract.Marker;
import io.afterimage.contract.feature.FeatureRecord;
import io.afterimage.inference.live.LivePack;
import io.afterimage.inference.live.Probation;
import io.afterimage.inference.pack.Pack;
import io.afterimage.inference.runtime.PackGraphs;
import io.afterimage.topology.fixture.FakeModel;
import io.afterimage.topology.fixture.PickyModel;
import io.afterimage.topology.fixture.Stream;
import io.afterimage.topology.fixture.TestPack;
import io.afterimage.topology.fixture.Told;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pack is replaced while its cameras' records are taken. */
class PackUpgradeTest {
  private static final float MEMORY = 0.5f;
  private static final String OTHER_ENCODER = "f".repeat(64);

  @TempDir Path state;

  private static PackGraphs graphs(Pack pack) {
    return FixedGraphs.remembering(pack, () -> new FakeModel(MEMORY));
  }

  private static PackGraphs failing(Pack pack, long from) {
    return FixedGraphs.remembering(pack, () -> new PickyModel(MEMORY, from));
  }

  private static LivePack live() {
    return new LivePack(graphs(TestPack.pack()));
  }

  private static Pack successor(String... compatible) {
    return TestPack.pack("2.0.0", "b", TestPack.RULES, TestPack.CUT, Set.of(compatible));
  }

  private static String old() {
    return TestPack.pack().sha256();
  }

  /** Two actions with a pause between them. */
  private static List<FeatureRecord> records() {
    return new Stream(1).frames(60, 1, 1f).quiet(30).frames(40, 2, 1f).quiet(30).records();
  }

  private static List<String> packless(List<Told> told) {
    return told.stream()
        .map(each -> each.json().replace("b".repeat(64), old()).replace("2.0.0", "1.0.0"))
        .toList();
  }

  private static List<String> versions(List<Told> told) {
    return told.stream()
        .map(each -> each.json().contains("\"version\":\"2.0.0\"") ? "2.0.0" : "1.0.0")
        .toList();
  }

  /** What a pack that is never replaced says. */
  private List<Told> undisturbed() throws IOException {
    try (TopologyRig rig = new TopologyRig(state, live())) {
      return rig.send("door", records()).all();
    }
  }

  @Test
  void shouldSayTheSameBitForBitIfTheNewVersionContinuesTheOld() throws IOException {
    List<Told> expected = undisturbed();
    byte[] memory;
    try (TopologyRig whole = new TopologyRig(state, live())) {
      memory = whole.send("door", records()).store().get("door/test-pack");
    }
    try (LivePack pack = live();
        TopologyRig rig = new TopologyRig(state, pack)) {
      rig.send("door", records().subList(0, 20));
      List<Told> before = rig.all();
      pack.replace(graphs(successor(old())), false);
      rig.send("door", records().subList(20, records().size()));
      List<Told> after = rig.all();

      assertThat(versions(before)).containsOnly("1.0.0");
      assertThat(versions(after)).containsOnly("2.0.0");
      assertThat(rig.count("afterimage.memory.resets", "cause", "pack_changed")).isZero();
      assertThat(packless(sorted(before, after))).isEqualTo(packless(sorted(expected, List.of())));
      byte[] stored = rig.store().get("door/test-pack");
      // All but the hash, the version and the clock.
      assertThat(stored).hasSameSizeAs(memory);
      assertThat(Arrays.copyOfRange(stored, 100, stored.length))
          .isEqualTo(Arrays.copyOfRange(memory, 100, memory.length));
    }
  }

  private static List<Told> sorted(List<Told> one, List<Told> other) {
    return java.util.stream.Stream.of("actions", "predictions", "attention")
        .flatMap(
            topic ->
                java.util.stream.Stream.concat(one.stream(), other.stream())
                    .filter(told -> told.topic().endsWith(topic)))
        .toList();
  }

  @Test
  void shouldEndInTheOldNameAndBeginAfreshIfItDoesNot() throws IOException {
    try (LivePack pack = live();
        TopologyRig rig = new TopologyRig(state, pack)) {
      rig.send("door", records().subList(0, 20));
      assertThat(rig.brief()).containsExactly("start wave 0");
      pack.replace(graphs(successor()), false);
      rig.send("door", records().subList(20, 40));
      List<Told> told = rig.actions();

      assertThat(told).extracting(Told::brief).startsWith("end wave 0-19", "start wave 20");
      assertThat(versions(told)).startsWith("1.0.0", "2.0.0");
      assertThat(rig.count("afterimage.memory.resets", "cause", "pack_changed")).isEqualTo(1);
      assertThat(rig.count("afterimage.memory.records", "outcome", "stepped")).isEqualTo(40);
    }
  }

  @Test
  void shouldRollBackAtAFrameThatOnlyTheOldVersionTakesAndLoseNothing() throws IOException {
    List<Told> expected = undisturbed();
    try (LivePack pack = live();
        TopologyRig rig = new TopologyRig(state, pack)) {
      rig.send("door", records().subList(0, 20));
      pack.replace(failing(successor(old()), 30), false);
      rig.send("door", records().subList(20, records().size()));
      List<Told> told = rig.all();

      assertThat(packless(told)).isEqualTo(packless(expected));
      assertThat(versions(told).subList(told.size() - 20, told.size())).containsOnly("1.0.0");
      assertThat(told).anyMatch(each -> each.json().contains("2.0.0"));
      assertThat(pack.versions().rolledBack()).isTrue();
      assertThat(pack.versions().current().pack().sha256()).isEqualTo(old());
      assertThat(rig.count("afterimage.memory.resets", "cause", "pack_changed")).isZero();
      assertThat(rig.deadLetters()).isEmpty();
    }
  }

  @Test
  void shouldSetAsideAFrameThatNoVersionTakesAndGoOn() throws IOException {
    try (LivePack pack = live();
        TopologyRig rig = new TopologyRig(state, pack)) {
      pack.replace(graphs(successor(old())), false);
      rig.send("door", new Stream(1).frame(-1, 0, 0).frames(9, 1, 0.9f).records());

      assertThat(rig.deadLetters()).hasSize(1);
      assertThat(versions(rig.predictions())).hasSize(9).containsOnly("2.0.0");
      assertThat(pack.versions().rolledBack()).isFalse();
    }
  }

  @Test
  void shouldNotGoBackOnceTheProbationIsOver() throws IOException {
    try (LivePack pack = live();
        TopologyRig rig = new TopologyRig(state, pack)) {
      pack.replace(failing(successor(), Probation.LENGTH), false);
      rig.send("door", new Stream(1).frames(Probation.LENGTH + 3, 1, 0.9f).records());

      assertThat(rig.predictions()).hasSize(Probation.LENGTH);
      assertThat(rig.deadLetters()).hasSize(3);
      assertThat(pack.versions().rolledBack()).isFalse();
    }
  }

  @Test
  void shouldLetEachFrameBeTakenByTheVersionThatReadsItsEncoder() throws IOException {
    Stream stream = new Stream(1).frames(20, 1, 1f).marker(Marker.Kind.IDLE);
    Stream more = stream.frames(5, 1, 1f).encoder(OTHER_ENCODER).frames(20, 1, 1f);
    List<FeatureRecord> records = more.encoder("9".repeat(64)).frames(3, 1, 1f).records();
    try (LivePack pack = live();
        TopologyRig rig = new TopologyRig(state, pack)) {
      pack.replace(graphs(TestPack.pack("test-pack", OTHER_ENCODER, "2.0.0", "b")), true);
      rig.send("door", records);

      List<String> speakers = versions(rig.predictions());
      assertThat(speakers.subList(0, 26)).containsOnly("1.0.0");
      assertThat(speakers.subList(26, speakers.size())).hasSize(20).containsOnly("2.0.0");
      // The marker was the old version's too: it changed nothing but that.
      assertThat(rig.count("afterimage.memory.resets", "cause", "pack_changed")).isEqualTo(1);
      assertThat(rig.count("afterimage.memory.records", "outcome", "other_encoder")).isEqualTo(3);
    }
  }

  @Test
  void shouldGoBackFromAVersionOfAnotherEncoderThatTakesNothing() throws IOException {
    Pack other = TestPack.pack("test-pack", OTHER_ENCODER, "2.0.0", "b");
    try (LivePack pack = live();
        TopologyRig rig = new TopologyRig(state, pack)) {
      pack.replace(failing(other, 0), false);
      rig.send("door", new Stream(1).encoder(OTHER_ENCODER).frames(1, 1, 1f).records());

      assertThat(rig.deadLetters()).hasSize(1);
      assertThat(pack.versions().rolledBack()).isTrue();
      assertThat(pack.versions().leader().pack().sha256()).isEqualTo(old());
    }
  }

  @Test
  void shouldLetTwoPacksSpeakOfOneCameraEachWithItsOwnMemory() throws IOException {
    Pack other = TestPack.pack("second-pack", TestPack.ENCODER, "2.0.0", "b");
    List<Told> alone = undisturbed();
    try (LivePack first = live();
        LivePack second = new LivePack(graphs(other));
        TopologyRig rig = new TopologyRig(state, first, second)) {
      List<FeatureRecord> records = records();
      rig.send("door", records);
      List<Told> all = rig.all();

      assertThat(all.stream().filter(told -> !told.json().contains("second-pack")).toList())
          .isEqualTo(alone);
      assertThat(
              packless(all.stream().filter(told -> told.json().contains("second-pack")).toList()))
          .map(json -> json.replace("/second-pack/", "/").replace("second-pack", "test-pack"))
          .isEqualTo(packless(alone));
      assertThat(rig.stored()).containsOnlyKeys("door/test-pack", "door/second-pack");
      assertThat(all)
          .extracting(Told::json)
          .anyMatch(json -> json.contains("\"id\":\"door/1/0/wave\""))
          .anyMatch(json -> json.contains("\"id\":\"door/1/0/second-pack/wave\""));
    }
  }

  @Test
  void shouldPassAMarkerOnOnceBehindWhatAllPacksSay() throws IOException {
    Pack other = TestPack.pack("second-pack", TestPack.ENCODER, "2.0.0", "b");
    try (LivePack first = live();
        LivePack second = new LivePack(graphs(other));
        TopologyRig rig = new TopologyRig(state, first, second)) {
      rig.send("door", new Stream(1).frames(9, 1, 1f).marker(Marker.Kind.END).records());

      assertThat(rig.brief())
          .containsExactly("start wave 0", "start wave 0", "end wave 0-8", "end wave 0-8", "end 8");
    }
  }

  @Test
  void shouldEndTheEventsOfEachPackWhoseCameraIsSilent() throws IOException {
    Pack other = TestPack.pack("second-pack", TestPack.ENCODER, "2.0.0", "b");
    try (LivePack first = live();
        LivePack second = new LivePack(graphs(other));
        TopologyRig rig = new TopologyRig(state, first, second)) {
      rig.send("door", new Stream(1).frames(9, 1, 1f).records());
      rig.actions();
      rig.advance(TopologyRig.SILENCE.multipliedBy(2));

      assertThat(rig.actions())
          .extracting(Told::id)
          .containsExactlyInAnyOrder("door/1/0/wave/end", "door/1/0/second-pack/wave/end");
    }
  }
}
