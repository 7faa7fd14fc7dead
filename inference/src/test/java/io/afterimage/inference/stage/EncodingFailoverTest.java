package io.afterimage.inference.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.contract.feature.FeatureRecord;
import io.afterimage.inference.TestPacks;
import io.afterimage.inference.runtime.PackRuntime;
import io.afterimage.inference.runtime.RuntimeSettings;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Stages and brokers stop while frames are under way. */
@SuppressWarnings("try") // A stage is opened for what it does on Kafka.
@Timeout(120)
class EncodingFailoverTest {
  @TempDir static Path temp;
  private static KafkaNode node;
  private static PackRuntime runtime;

  @BeforeAll
  static void start() throws Exception {
    node = new KafkaNode(temp.resolve("kafka"));
    runtime = PackRuntime.open(TestPacks.tiny(temp), RuntimeSettings.cpu(2));
  }

  @AfterAll
  static void stop() {
    runtime.close();
    node.close();
  }

  @Test
  void shouldLoseNothingWhenRestartedOnTheWay() throws Exception {
    try (StageRig rig = new StageRig(node, runtime, "restarted", 2)) {
      int frames = 1_500;
      for (int seq = 0; seq < frames; seq++) {
        for (String camera : List.of("a", "b", "c")) {
          rig.send(camera, rig.frame(camera, seq));
        }
      }
      EncodingStage first = rig.start();
      rig.features(200);
      first.close();
      assertThat(rig.count("encoded")).as("closed on the way").isLessThan(3 * frames);

      try (EncodingStage second = rig.start()) {
        assertComplete(rig, frames);
      }
    }
  }

  @Test
  void shouldHandCamerasOverToAnotherStage() throws Exception {
    try (StageRig rig = new StageRig(node, runtime, "handed-over", 4)) {
      int frames = 600;
      EncodingStage first = rig.start();
      for (int seq = 0; seq < frames / 2; seq++) {
        for (String camera : List.of("a", "b", "c")) {
          rig.send(camera, rig.frame(camera, seq));
        }
      }
      rig.features(10);
      try (EncodingStage second = rig.start()) {
        for (int seq = frames / 2; seq < frames; seq++) {
          for (String camera : List.of("a", "b", "c")) {
            rig.send(camera, rig.frame(camera, seq));
          }
        }
        rig.features(300);
        first.close();

        assertComplete(rig, frames);
      }
    }
  }

  @Test
  void shouldSurviveABrokersOutage() throws Exception {
    try (KafkaNode frail = new KafkaNode(temp.resolve("frail"));
        StageRig rig = new StageRig(frail, runtime, "outage", 2);
        EncodingStage stage = rig.start()) {
      int frames = 2_000;
      for (int seq = 0; seq < frames; seq++) {
        rig.send("a", rig.frame("a", seq));
      }
      rig.awaitSent();
      rig.features(10);

      frail.stop();
      frail.startAgain();

      assertThat(
              new LinkedHashSet<>(
                  StageRig.seqs(
                      StageRig.of(rig.features(all -> last(all, "a") == frames - 1), "a"))))
          .containsExactlyElementsOf(LongStream.range(0, frames).boxed().toList());
    }
  }

  @Test
  void shouldEndItsThreadsWhenClosedDuringAnOutage() throws Exception {
    try (KafkaNode frail = new KafkaNode(temp.resolve("gone"));
        StageRig rig = new StageRig(frail, runtime, "gone", 1)) {
      EncodingStage stage = rig.start();
      for (int seq = 0; seq < 5000; seq++) {
        rig.send("a", rig.frame("a", seq));
      }
      rig.awaitSent();
      rig.features(10);
      Set<Thread> before = stageThreads();
      frail.stop();

      stage.close();

      assertThat(before).isNotEmpty();
      assertThat(stageThreads()).doesNotContainAnyElementsOf(before);
      frail.startAgain();
    }
  }

  private static Set<Thread> stageThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("afterimage-encode"))
        .collect(Collectors.toSet());
  }

  private static void assertComplete(StageRig rig, int frames) {
    Map<String, List<FeatureRecord>> features =
        rig.features(
            all ->
                all.size() == 3
                    && all.keySet().stream().allMatch(camera -> last(all, camera) == frames - 1));
    features.forEach(
        (camera, records) ->
            // Frames may come twice; the first time, they come in order.
            assertThat(new LinkedHashSet<>(StageRig.seqs(records)))
                .as(camera)
                .containsExactlyElementsOf(LongStream.range(0, frames).boxed().toList()));
  }

  private static long last(Map<String, List<FeatureRecord>> all, String camera) {
    List<FeatureRecord> records = StageRig.of(all, camera);
    return records.isEmpty() ? -1 : records.get(records.size() - 1).position().seq();
  }
}
