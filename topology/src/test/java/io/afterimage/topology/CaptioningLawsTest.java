package io.afterimage.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.contract.caption.CaptionRequestRecord;
import io.afterimage.inference.caption.Decoding;
import io.afterimage.inference.pack.CaptionSpec.Similarity;
import io.afterimage.inference.pack.Pack;
import io.afterimage.topology.captioning.CaptionStage;
import io.afterimage.topology.fixture.Requests;
import io.afterimage.topology.fixture.TestPack;
import io.afterimage.topology.fixture.Told;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for the answers to every stream of requests. */
class CaptioningLawsTest {
  /**
   * Captions of the same verb and number of frames have 5 of 7 word pairs in common, others at most
   * 3: the last word is drawn by the id.
   */
  private static final Pack PACK =
      TestPack.captionPack(
          TestPack.captionSpec(
              Requests.FRAMES, Decoding.sample(12, 1, 0), new Similarity(0.7, 20_000_000)));

  @TempDir Path state;

  private CaptioningRig rig() throws IOException {
    return new CaptioningRig(PACK, state);
  }

  private List<Told> alone(String camera, List<CaptionRequestRecord> records) throws IOException {
    try (CaptioningRig rig = rig()) {
      return rig.send(camera, records).all();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void shouldNeverMixCameras(long seed) throws IOException {
    Random random = new Random(seed);
    Map<String, List<CaptionRequestRecord>> cameras = new LinkedHashMap<>();
    Map<String, Iterator<CaptionRequestRecord>> waiting = new LinkedHashMap<>();
    for (int i = 0; i < 4; i++) {
      String camera = "camera-" + i;
      List<CaptionRequestRecord> records = Requests.random(camera, seed * 100 + i, 60);
      cameras.put(camera, records);
      waiting.put(camera, records.iterator());
    }
    try (CaptioningRig rig = rig()) {
      while (!waiting.isEmpty()) {
        List<String> names = List.copyOf(waiting.keySet());
        String camera = names.get(random.nextInt(names.size()));
        Iterator<CaptionRequestRecord> records = waiting.get(camera);
        if (records != null && records.hasNext()) {
          rig.send(camera, records.next());
        } else {
          waiting.remove(camera);
        }
      }
      List<Told> together = rig.all();
      for (Map.Entry<String, List<CaptionRequestRecord>> camera : cameras.entrySet()) {
        assertThat(together.stream().filter(told -> told.key().equals(camera.getKey())))
            .containsExactlyElementsOf(alone(camera.getKey(), camera.getValue()))
            .hasSizeGreaterThan(40);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void shouldChangeNothingButRepeatsOfTheSameIdsForRequestsThatComeTwice(long seed)
      throws IOException {
    List<CaptionRequestRecord> records = Requests.random("door", seed, 80);
    try (CaptioningRig rig = rig();
        CaptioningRig once = rig()) {
      for (CaptionRequestRecord record : records) {
        rig.send("door", record).send("door", record);
      }
      once.send("door", records);
      List<Told> twice = rig.captions().stream().map(Told::timeless).toList();
      List<Told> expected = once.captions().stream().map(Told::timeless).toList();

      assertThat(new ArrayList<>(new LinkedHashSet<>(twice))).isEqualTo(expected);
      assertThat(twice).hasSize(2 * expected.size());
      assertThat(rig.stored()).usingRecursiveComparison().isEqualTo(once.stored());
      assertThat(rig.outcomes("suppressed")).isGreaterThan(9);
    }
  }

  /** A stretch that comes again is told or not by what is the last one then; nothing is lost. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void shouldLoseNothingAndSayNothingElseWhenAStretchComesAgain(long seed) throws IOException {
    Random random = new Random(seed);
    List<CaptionRequestRecord> records = Requests.random("door", seed, 80);
    try (CaptioningRig rig = rig();
        CaptioningRig once = rig();
        CaptioningRig all = new CaptioningRig(everything(), state)) {
      for (int i = 0; i < records.size(); i++) {
        rig.send("door", records.get(i));
        if (random.nextInt(8) == 0) {
          rig.send("door", records.subList(Math.max(0, i - random.nextInt(10)), i + 1));
        }
      }
      List<Told> told = rig.captions().stream().map(Told::timeless).toList();

      once.send("door", records);
      assertThat(told).containsAll(once.captions().stream().map(Told::timeless).toList());
      all.send("door", records);
      assertThat(all.captions().stream().map(Told::timeless).toList()).containsAll(told);
    }
  }

  private static Pack everything() {
    return TestPack.captionPack(
        TestPack.captionSpec(Requests.FRAMES, Decoding.sample(12, 1, 0), null));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void shouldSayTheSameInOnePieceAndInMany(long seed) throws IOException {
    Random random = new Random(seed);
    List<CaptionRequestRecord> records = Requests.random("door", seed, 80);
    List<Told> told = new ArrayList<>();
    Map<String, byte[]> left = Map.of();
    int from = 0;
    while (from < records.size()) {
      int to = Math.min(records.size(), from + 1 + random.nextInt(20));
      try (CaptioningRig rig = rig()) {
        rig.restore(CaptionStage.STORE, left);
        told.addAll(rig.send("door", records.subList(from, to)).all());
        left = rig.stored();
      }
      from = to;
    }
    assertThat(told)
        .containsExactlyInAnyOrderElementsOf(alone("door", records))
        .hasSizeGreaterThan(100);
  }
}
