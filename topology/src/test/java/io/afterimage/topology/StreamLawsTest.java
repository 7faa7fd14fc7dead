package io.afterimage.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.contract.Marker;
import io.afterimage.contract.feature.FeatureRecord;
import io.afterimage.topology.fixture.FakeModel;
import io.afterimage.topology.fixture.Looks;
import io.afterimage.topology.fixture.RandomStream;
import io.afterimage.topology.fixture.Stream;
import io.afterimage.topology.fixture.TestPack;
import io.afterimage.topology.fixture.Told;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every stream, on random ones with gaps, cuts, markers and new epochs. */
class StreamLawsTest {
  @TempDir Path state;

  private TopologyRig rig() throws IOException {
    return new TopologyRig(TestPack.attending(), () -> new FakeModel(0.4f), state);
  }

  private List<Told> alone(String camera, List<FeatureRecord> records) throws IOException {
    try (TopologyRig rig = rig()) {
      return rig.send(camera, records).all();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void shouldNeverMixCameras(long seed) throws IOException {
    Random random = new Random(seed);
    Map<String, List<FeatureRecord>> cameras = new LinkedHashMap<>();
    Map<String, Iterator<FeatureRecord>> waiting = new LinkedHashMap<>();
    for (int i = 0; i < 4; i++) {
      String camera = "camera-" + i;
      List<FeatureRecord> records = Looks.in(camera, RandomStream.of(seed * 100 + i, 250));
      cameras.put(camera, records);
      waiting.put(camera, records.iterator());
    }
    try (TopologyRig rig = rig()) {
      while (!waiting.isEmpty()) {
        List<Map.Entry<String, Iterator<FeatureRecord>>> entries = List.copyOf(waiting.entrySet());
        Map.Entry<String, Iterator<FeatureRecord>> camera =
            entries.get(random.nextInt(entries.size()));
        if (camera.getValue().hasNext()) {
          rig.send(camera.getKey(), camera.getValue().next());
        } else {
          waiting.remove(camera.getKey());
        }
      }
      List<Told> together = rig.all();
      for (Map.Entry<String, List<FeatureRecord>> camera : cameras.entrySet()) {
        assertThat(together.stream().filter(told -> told.key().equals(camera.getKey())))
            .containsExactlyElementsOf(alone(camera.getKey(), camera.getValue()))
            .hasSizeGreaterThan(200);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void shouldChangeNothingForRecordsThatComeAgain(long seed) throws IOException {
    Random random = new Random(seed);
    List<FeatureRecord> records = Looks.in("door", RandomStream.of(seed, 400));
    try (TopologyRig rig = rig();
        TopologyRig once = rig()) {
      for (int i = 0; i < records.size(); i++) {
        rig.send("door", records.get(i));
        if (random.nextInt(8) == 0) {
          // An encoder that starts again sends a stretch of the log a second time.
          int from = Math.max(0, i - random.nextInt(60));
          rig.send("door", records.subList(from, i + 1));
        }
      }
      once.send("door", records);
      assertThat(rig.all()).isEqualTo(once.all()).hasSizeGreaterThan(300);
      assertThat(rig.stored()).usingRecursiveComparison().isEqualTo(once.stored());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void shouldSayTheSameInOnePieceAndInMany(long seed) throws IOException {
    Random random = new Random(seed);
    List<FeatureRecord> records = Looks.in("door", RandomStream.of(seed, 300));
    List<Told> told = new ArrayList<>();
    Map<String, byte[]> left = Map.of();
    int from = 0;
    while (from < records.size()) {
      int to = Math.min(records.size(), from + 1 + random.nextInt(90));
      try (TopologyRig rig = rig()) {
        left.forEach(rig.store()::put);
        told.addAll(rig.send("door", records.subList(from, to)).all());
        left = rig.stored();
      }
      from = to;
    }
    List<Told> whole = alone("door", records);
    assertThat(told).containsExactlyInAnyOrderElementsOf(whole).hasSizeGreaterThan(200);
    for (String topic : List.of(".actions", ".attention", ".predictions")) {
      assertThat(told.stream().filter(record -> record.topic().endsWith(topic)))
          .containsExactlyElementsOf(
              whole.stream().filter(record -> record.topic().endsWith(topic)).toList());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"epoch", "gap", "cut", "end"})
  void shouldBeAsAFreshStreamAfterAReset(String reset) throws IOException {
    long epoch = reset.equals("epoch") || reset.equals("end") ? 2 : 1;
    Stream before = new Stream(1).quiet(10).frames(9, 1, 0.9f).frames(3, 2, 0.7f);
    Stream after = new Stream(epoch);
    if (epoch == 1) {
      // The same place in the same epoch, in the middle of the stream.
      after.pause(22L * Stream.PERIOD_US, 22);
    }
    switch (reset) {
      case "gap" -> after.pause(2_000_000, 0);
      case "cut" -> {
        // Two frames of the new scene are stepped before the third makes it a cut.
        before.scene(0.95f).frames(2, 0, 0.4f);
        after.pause(2L * Stream.PERIOD_US, 2).scene(0.95f);
      }
      case "end" -> before.marker(Marker.Kind.END);
      default -> {}
    }
    after.frames(20, 2, 0.8f).quiet(20).frames(9, 0, 0.6f);
    try (TopologyRig rig = rig()) {
      rig.send("door", Looks.in("door", before.records()));
      int said = rig.all().size();
      assertThat(said).isPositive();
      List<FeatureRecord> records = Looks.in("door", after.records());
      List<Told> told = rig.send("door", records).all();
      List<Told> fresh = alone("door", records);
      assertThat(fresh).anyMatch(record -> record.json().contains("\"phase\":\"end\""));
      assertThat(
              told.stream()
                  .filter(
                      record -> !record.json().contains("\"phase\":\"end\",\"label\":\"wave\"")))
          .containsAll(fresh)
          .hasSize(fresh.size());
    }
  }
}
