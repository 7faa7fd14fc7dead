package io.afterimage.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.inference.pack.Pack;
import io.afterimage.topology.fixture.FakeModel;
import io.afterimage.topology.fixture.Stream;
import io.afterimage.topology.fixture.TestPack;
import io.afterimage.topology.fixture.Told;
import io.afterimage.topology.memory.MemoryCodec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A memory that another pack or another build wrote is never read as one's own. */
class ForeignMemoryTest {
  private static final String KEY = "door/test-pack";

  @TempDir Path state;

  private TopologyRig rig(Pack pack) throws IOException {
    return new TopologyRig(pack, () -> new FakeModel(0.5f), state);
  }

  private static Pack successor(Set<String> compatible) {
    return TestPack.pack("2.0.0", "b", TestPack.RULES, TestPack.CUT, compatible);
  }

  /** Plays a stream whose first half the first pack sees and whose second half the second. */
  private List<Told> handOver(Stream first, Stream second, Pack successor, TopologyRig[] last)
      throws IOException {
    Map<String, byte[]> left;
    try (TopologyRig before = rig(TestPack.pack())) {
      before.send("door", first.records());
      left = before.stored();
    }
    TopologyRig after = rig(successor);
    last[0] = after;
    left.forEach(after.store()::put);
    after.send("door", second.records());
    return after.all();
  }

  @Test
  void shouldResetTheMemoryOfAnotherPackAndEndItsEventsInItsName() throws IOException {
    Stream first = new Stream(1).frames(30, 1, 1f);
    Stream second = new Stream(1).pause(30 * Stream.PERIOD_US, 30).frames(30, 1, 1f);
    TopologyRig[] rig = new TopologyRig[1];
    List<Told> told = handOver(first, second, successor(Set.of()), rig);
    try (TopologyRig after = rig[0]) {
      assertThat(told.get(0).brief()).isEqualTo("end wave 0-29");
      assertThat(told.get(0).json()).contains("\"version\":\"1.0.0\"").contains("a".repeat(64));
      assertThat(told.get(1).json()).contains("\"version\":\"2.0.0\"").contains("b".repeat(64));
      assertThat(after.count("afterimage.memory.resets", "cause", "pack_changed")).isEqualTo(1);
    }
    try (TopologyRig fresh = rig(successor(Set.of()))) {
      fresh.send("door", second.records());
      assertThat(told.subList(1, told.size())).isEqualTo(fresh.all());
    }
  }

  @Test
  void shouldKeepTheFenceOverAChangeOfPacks() throws IOException {
    Stream first = new Stream(1).frames(30, 1, 1f);
    TopologyRig[] rig = new TopologyRig[1];
    List<Told> told = handOver(first, first, successor(Set.of()), rig);
    try (TopologyRig after = rig[0]) {
      assertThat(told).isEmpty();
      assertThat(after.count("afterimage.memory.records", "outcome", "late")).isEqualTo(29);
      assertThat(after.count("afterimage.memory.resets", "cause", "pack_changed")).isZero();
    }
  }

  @Test
  void shouldContinueTheMemoryOfAPackThatItNamesAsCompatible() throws IOException {
    Stream first = new Stream(1).frames(30, 1, 1f);
    Stream second = new Stream(1).pause(30 * Stream.PERIOD_US, 30).frames(30, 1, 1f).quiet(60);
    TopologyRig[] rig = new TopologyRig[1];
    List<Told> told = handOver(first, second, successor(Set.of("a".repeat(64))), rig);
    try (TopologyRig after = rig[0];
        TopologyRig whole = rig(TestPack.pack())) {
      assertThat(after.count("afterimage.memory.resets", "cause", "pack_changed")).isZero();
      whole.send("door", first.records());
      whole.all();
      whole.send("door", second.records());
      assertThat(told.stream().map(Told::json).map(ForeignMemoryTest::packless))
          .isEqualTo(whole.all().stream().map(Told::json).map(ForeignMemoryTest::packless).toList())
          .anyMatch(json -> json.contains("\"phase\":\"end\""));
    }
  }

  private static String packless(String json) {
    return json.replace("b".repeat(64), "a".repeat(64)).replace("2.0.0", "1.0.0");
  }

  @Test
  void shouldResetAMemoryOfAnotherCodecVersionOrOfBrokenBytes() throws IOException {
    try (TopologyRig rig = rig(TestPack.pack())) {
      rig.send("door", new Stream(1).frames(30, 1, 1f).records());
      rig.all();
      byte[] bytes = rig.store().get(KEY);
      bytes[0]++;
      rig.store().put(KEY, bytes);
      Stream second = new Stream(1).pause(30 * Stream.PERIOD_US, 30).frames(30, 1, 1f);
      rig.send("door", second.records());
      assertThat(rig.brief()).containsExactly("start wave 30", "update wave 30");
      assertThat(rig.count("afterimage.memory.resets", "cause", "codec_version")).isEqualTo(1);

      rig.store().put(KEY, new byte[] {MemoryCodec.VERSION, 2, 3});
      rig.send("door", new Stream(1).pause(60 * Stream.PERIOD_US, 60).frames(9, 1, 1f).records());
      assertThat(rig.brief()).containsExactly("start wave 60");
      assertThat(rig.count("afterimage.memory.resets", "cause", "unreadable")).isEqualTo(1);
    }
  }
}
