package io.afterimage.topology;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.contract.caption.CaptionRequest;
import io.afterimage.contract.event.ActionEvent;
import io.afterimage.contract.event.MediaPoint;
import io.afterimage.contract.event.Phase;
import io.afterimage.contract.feature.Feature;
import io.afterimage.contract.feature.FeatureRecord;
import io.afterimage.topology.fixture.DirectRule;
import io.afterimage.topology.fixture.RandomStream;
import io.afterimage.topology.fixture.TestPack;
import io.afterimage.topology.fixture.Told;
import io.afterimage.topology.stage.WindowStage;
import io.afterimage.topology.window.CaptionRules;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for the windows of every stream, on random ones with gaps, cuts, markers, epochs. */
class CaptionLawsTest {
  private static final int KEEPS = 5;
  private static final int UNSURE = 2;
  private static final CaptionRules RULES = TestPack.captions(KEEPS, 900_000, 100_000);

  @TempDir Path state;

  private TopologyRig rig() throws IOException {
    return TopologyRig.captioned(TestPack.pack(), state, RULES);
  }

  private List<CaptionRequest> alone(String camera, List<FeatureRecord> records)
      throws IOException {
    try (TopologyRig rig = rig()) {
      return rig.send(camera, records).requests();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void shouldAskAboutEachEventWithTheFramesThatTheRuleNames(long seed) throws IOException {
    CaptionRules events = TestPack.captions(KEEPS, 0, 0);
    Map<Long, List<Long>> frames = new HashMap<>();
    Map<String, Integer> framesAtStart = new HashMap<>();
    int ends = 0;
    int asked = 0;
    try (TopologyRig rig = TopologyRig.captioned(TestPack.pack(), state, events)) {
      for (FeatureRecord record : RandomStream.of(seed, 500)) {
        rig.send("door", record);
        if (record instanceof Feature) {
          long epoch = record.position().epoch();
          frames.computeIfAbsent(epoch, key -> new ArrayList<>()).add(record.position().seq());
        }
        Map<String, ActionEvent> ended = new HashMap<>();
        for (ActionEvent event : events(rig.actions())) {
          if (event.phase() == Phase.START) {
            framesAtStart.put(event.id(), requireNonNull(frames.get(event.epoch())).size());
          } else if (event.phase() == Phase.END && !event.label().equals("calm")) {
            ended.put(event.id(), event);
          }
        }
        ends += ended.size();
        for (CaptionRequest request : rig.requests()) {
          asked++;
          String event = request.reason().id();
          assertThat(ended).containsKey(event);
          check(
              request,
              requireNonNull(ended.get(event)),
              requireNonNull(frames.get(request.epoch())),
              requireNonNull(framesAtStart.get(event)));
        }
      }
      double tooShort = rig.count("afterimage.caption.drops", "cause", "too_short");
      assertThat(asked + tooShort).isEqualTo(ends);
      assertThat(asked).isGreaterThan(8);
    }
  }

  /** Compares a request with what the rule says of all frames that its epoch had by then. */
  private static void check(
      CaptionRequest request, ActionEvent event, List<Long> frames, int framesAtStart) {
    int begin = Math.max(frames.indexOf(event.start().seq()), framesAtStart - TestPack.RECENT);
    int last = frames.indexOf(request.last().seq());
    int end = frames.indexOf(requireNonNull(event.end()).seq());
    assertThat(request.first().seq()).isEqualTo(frames.get(begin));
    if (frames.size() - last <= TestPack.RECENT) {
      // Frames that may be of the next scene are left out.
      assertThat(last).isBetween(end - UNSURE, end);
      assertThat(request.frames().stream().map(MediaPoint::seq))
          .isEqualTo(DirectRule.kept(frames.subList(begin, last + 1), KEEPS));
    } else {
      assertThat(last).isLessThanOrEqualTo(end);
    }
  }

  private static List<ActionEvent> events(List<Told> told) {
    return told.stream()
        .map(Told::action)
        .filter(ActionEvent.class::isInstance)
        .map(ActionEvent.class::cast)
        .toList();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void shouldNeverMixCameras(long seed) throws IOException {
    Random random = new Random(seed);
    Map<String, List<FeatureRecord>> cameras = new LinkedHashMap<>();
    Map<String, Iterator<FeatureRecord>> waiting = new LinkedHashMap<>();
    for (int i = 0; i < 4; i++) {
      List<FeatureRecord> records = RandomStream.of(seed * 100 + i, 250);
      cameras.put("camera-" + i, records);
      waiting.put("camera-" + i, records.iterator());
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
      List<CaptionRequest> together = rig.requests();
      for (Map.Entry<String, List<FeatureRecord>> camera : cameras.entrySet()) {
        assertThat(together.stream().filter(r -> r.camera().value().equals(camera.getKey())))
            .containsExactlyElementsOf(alone(camera.getKey(), camera.getValue()))
            .hasSizeGreaterThan(3);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void shouldChangeNothingForRecordsThatComeAgain(long seed) throws IOException {
    Random random = new Random(seed);
    List<FeatureRecord> records = RandomStream.of(seed, 400);
    try (TopologyRig rig = rig();
        TopologyRig once = rig()) {
      for (int i = 0; i < records.size(); i++) {
        rig.send("door", records.get(i));
        if (random.nextInt(8) == 0) {
          int from = Math.max(0, i - random.nextInt(60));
          rig.send("door", records.subList(from, i + 1));
        }
      }
      once.send("door", records);
      assertThat(rig.requests()).isEqualTo(once.requests()).hasSizeGreaterThan(5);
      for (String store : List.of(WindowStage.HEADERS, WindowStage.SLOTS)) {
        assertThat(rig.stored(store)).usingRecursiveComparison().isEqualTo(once.stored(store));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void shouldAskTheSameInOnePieceAndInMany(long seed) throws IOException {
    Random random = new Random(seed);
    List<FeatureRecord> records = RandomStream.of(seed, 300);
    List<CaptionRequest> asked = new ArrayList<>();
    Map<String, Map<String, byte[]>> left = new HashMap<>();
    int from = 0;
    while (from < records.size()) {
      int to = Math.min(records.size(), from + 1 + random.nextInt(70));
      try (TopologyRig rig = rig()) {
        left.forEach(rig::restore);
        asked.addAll(rig.send("door", records.subList(from, to)).requests());
        rig.stores().forEach(store -> left.put(store, rig.stored(store)));
      }
      from = to;
    }
    assertThat(asked).isEqualTo(alone("door", records)).hasSizeGreaterThan(5);
  }
}
