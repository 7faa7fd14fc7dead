package io.afterimage.inference.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.contract.feature.Feature;
import io.afterimage.contract.feature.FeatureRecord;
import io.afterimage.contract.frame.Encoding;
import io.afterimage.inference.TestPacks;
import io.afterimage.inference.live.LivePack;
import io.afterimage.inference.pack.Pack;
import io.afterimage.inference.runtime.PackRuntime;
import io.afterimage.inference.runtime.RuntimeSettings;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A pack's encoder is replaced while frames are encoded. */
@SuppressWarnings("try") // A stage is opened for what it does on Kafka.
@Timeout(120)
class EncoderUpgradeTest {
  @TempDir static Path temp;
  private static KafkaNode node;
  private static Pack tiny;
  private static Pack fragile;

  @BeforeAll
  static void start() throws Exception {
    node = new KafkaNode(temp.resolve("kafka"));
    tiny = TestPacks.tiny(temp.resolve("a"));
    fragile = TestPacks.fragile(temp.resolve("b"));
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private static PackRuntime open(Pack pack) {
    return PackRuntime.open(pack, RuntimeSettings.cpu(2));
  }

  private static void send(StageRig rig, int from, int to) throws Exception {
    for (int seq = from; seq < to; seq++) {
      rig.send("a", rig.frame("a", seq));
    }
    rig.awaitSent();
  }

  private static List<FeatureRecord> features(StageRig rig, int count) {
    return rig.features(count).getOrDefault("a", List.of());
  }

  private static List<String> encoders(List<FeatureRecord> records) {
    return records.stream().map(record -> ((Feature) record).encoder()).toList();
  }

  private static String hash(Pack pack) {
    return pack.manifest().encoder().sha256();
  }

  @Test
  void shouldEncodeEachFrameOnceWithTheVersionThatLeads() throws Exception {
    try (LivePack pack = new LivePack(open(tiny));
        StageRig rig = new StageRig(node, pack, "replaced", 1);
        EncodingStage stage = rig.start()) {
      send(rig, 0, 100);
      assertThat(encoders(features(rig, 100))).containsOnly(hash(tiny));

      pack.replace(open(fragile), true);
      send(rig, 100, 200);
      assertThat(encoders(features(rig, 200))).containsOnly(hash(tiny));

      pack.settle();
      send(rig, 200, 300);
      // And again while frames are under way.
      send(rig, 300, 600);
      pack.replace(open(tiny), false);
      send(rig, 600, 700);
      List<FeatureRecord> all = features(rig, 700);

      assertThat(all)
          .extracting(record -> record.position().seq())
          .isEqualTo(LongStream.range(0, 700).boxed().toList());
      assertThat(encoders(all.subList(200, 300))).containsOnly(hash(fragile));
      assertThat(encoders(all.subList(600, 700))).containsOnly(hash(tiny));
      assertThat(rig.count("encoded")).isEqualTo(700);
    }
  }

  @Test
  void shouldGoBackFromAnEncoderThatFailsOnWhatTheOldOneTakes() throws Exception {
    try (LivePack pack = new LivePack(open(tiny));
        StageRig rig = new StageRig(node, pack, "back", 1);
        EncodingStage stage = rig.start()) {
      send(rig, 0, 5);
      pack.replace(open(fragile), false);
      byte[] white = rig.pixels("a", 5);
      white[0] = -1;
      rig.send("a", rig.frame(5, Instant.EPOCH, false, Encoding.RAW, white));
      // By then it has gone back: batches that ran beside this frame's may be the new version's.
      assertThat(features(rig, 6)).hasSize(6);
      send(rig, 6, 30);

      List<FeatureRecord> all = features(rig, 30);

      assertThat(all)
          .extracting(record -> record.position().seq())
          .isEqualTo(LongStream.range(0, 30).boxed().toList());
      assertThat(((Feature) all.get(5)).encoder()).isEqualTo(hash(tiny));
      assertThat(((Feature) all.get(29)).encoder()).isEqualTo(hash(tiny));
      assertThat(pack.versions().current().pack()).isEqualTo(tiny);
      assertThat(pack.versions().rolledBack()).isTrue();
      assertThat(rig.count("dead_letter")).isZero();
    }
  }

  @Test
  void shouldNotBlameTheNewEncoderForAFrameThatNoneTakes() throws Exception {
    try (LivePack pack = new LivePack(open(fragile));
        StageRig rig = new StageRig(node, pack, "frame", 1);
        EncodingStage stage = rig.start()) {
      pack.replace(open(fragile), false);
      byte[] white = rig.pixels("a", 0);
      white[0] = -1;
      rig.send("a", rig.frame(0, Instant.EPOCH, false, Encoding.RAW, white));
      send(rig, 1, 5);

      assertThat(rig.deadLetters(1)).hasSize(1);
      assertThat(features(rig, 4)).hasSize(4);
      assertThat(pack.versions().rolledBack()).isFalse();
    }
  }
}
