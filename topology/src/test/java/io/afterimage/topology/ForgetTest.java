package io.afterimage.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.contract.event.DeadLetter;
import io.afterimage.contract.event.EventJson;
import io.afterimage.inference.caption.Decoding;
import io.afterimage.inference.pack.CaptionSpec.Similarity;
import io.afterimage.inference.pack.Pack;
import io.afterimage.topology.fixture.Requests;
import io.afterimage.topology.fixture.Stream;
import io.afterimage.topology.fixture.TestPack;
import io.afterimage.topology.fixture.Told;
import io.afterimage.topology.stage.MemoryStage;
import io.afterimage.topology.stage.WindowStage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A camera that is forgotten leaves nothing in the stores and no event open. */
class ForgetTest {
  private static final String FORGET = "{\"command\":\"forget\"}";

  @TempDir Path state;

  private TopologyRig rig() throws IOException {
    return TopologyRig.captioned(TestPack.pack(), state, TestPack.captions(4, 0, 100_000));
  }

  /** A caption pack that remembers what it said. */
  private static Pack remembering() {
    Similarity rule = new Similarity(0.8, 10_000_000);
    return TestPack.captionPack(
        "c", TestPack.captionSpec(Requests.FRAMES, Decoding.greedy(12), rule));
  }

  private static void play(TopologyRig rig, String... cameras) {
    for (String camera : cameras) {
      rig.send(camera, new Stream(1).frames(30, 1, 0.9f).records());
    }
  }

  private static List<String> cameras(TopologyRig rig, String store) {
    return rig.stored(store).keySet().stream()
        .map(key -> key.substring(0, key.indexOf('/')))
        .distinct()
        .toList();
  }

  @Test
  void shouldRemoveACameraFromEveryStoreAndItsChangelog() throws IOException {
    try (TopologyRig rig = rig()) {
      play(rig, "door", "doorbell", "yard");
      rig.stores().forEach(rig::changelog);
      rig.command("door", FORGET);

      for (String store : List.of(MemoryStage.STORE, WindowStage.HEADERS, WindowStage.SLOTS)) {
        assertThat(cameras(rig, store)).as(store).containsExactly("doorbell", "yard");
        List<TestRecord<String, byte[]>> tombstones = rig.changelog(store);
        assertThat(tombstones).as(store).isNotEmpty();
        assertThat(tombstones)
            .allSatisfy(
                record -> {
                  assertThat(record.key()).startsWith("door/");
                  assertThat(record.value()).isNull();
                });
      }
      assertThat(rig.count("afterimage.forgotten", "cause", "command")).isEqualTo(1);
    }
  }

  @Test
  void shouldEndTheEventsOfACameraThatIsForgottenAndSayWhy() throws IOException {
    try (TopologyRig rig = rig()) {
      play(rig, "door");
      assertThat(rig.brief()).containsExactly("start wave 0", "update wave 0");
      rig.command("door", FORGET);

      List<Told> told = rig.actions();
      assertThat(told).extracting(Told::brief).containsExactly("end wave 0-29");
      assertThat(told).extracting(Told::closedBy).containsExactly("command");
    }
  }

  @Test
  void shouldKnowNothingOfACameraThatComesBack() throws IOException {
    try (TopologyRig rig = rig();
        TopologyRig fresh = rig()) {
      play(rig, "door");
      rig.command("door", FORGET);
      rig.actions();
      List<Stream> again = List.of(new Stream(2).frames(30, 2, 0.9f));
      rig.send("door", again.get(0).records());
      fresh.send("door", again.get(0).records());

      assertThat(rig.all()).isEqualTo(fresh.all()).isNotEmpty();
      assertThat(rig.count("afterimage.memory.resets", "cause", "epoch")).isZero();
    }
  }

  @Test
  void shouldDoNothingForACameraThatItDoesNotKnow() throws IOException {
    try (TopologyRig rig = rig()) {
      play(rig, "door");
      Map<String, byte[]> before = rig.stored();
      rig.command("nobody", FORGET).command("doo", FORGET);

      assertThat(rig.stored()).usingRecursiveComparison().isEqualTo(before);
      assertThat(rig.count("afterimage.forgotten", "cause", "command")).isZero();
      assertThat(rig.deadLetters()).isEmpty();
    }
  }

  @Test
  void shouldSetAsideWhatIsNoCommand() throws IOException {
    try (TopologyRig rig = rig()) {
      play(rig, "door");
      rig.command("door", "{\"command\":\"explode\"}")
          .command("door", "{}")
          .command("door", null)
          .command(null, FORGET)
          .command("no/slash", FORGET);

      List<DeadLetter> letters =
          rig.deadLetters().stream()
              .map(told -> EventJson.read(told.json().getBytes(UTF_8), DeadLetter.class))
              .toList();
      assertThat(letters)
          .extracting(DeadLetter::cause)
          .containsExactly("bad_field", "bad_field", "bad_field", "bad_camera_id", "bad_camera_id");
      assertThat(letters).extracting(DeadLetter::topic).containsOnly("test.commands");
      assertThat(letters.get(1).message()).contains("say {\"command\": \"forget\"}");
      assertThat(rig.stored()).containsKey("door/test-pack");
    }
  }

  @Test
  void shouldForgetACameraThatWasNotHeardOfForLong() throws IOException {
    try (TopologyRig rig = rig()) {
      play(rig, "door", "yard");
      rig.advance(TopologyRig.FORGET.minusMinutes(30));
      rig.send("yard", new Stream(2).frames(3, 0, 0.1f).records());
      assertThat(rig.stored()).hasSize(2);
      rig.advance(Duration.ofHours(1));

      assertThat(rig.stored().keySet()).containsExactly("yard/test-pack");
      assertThat(cameras(rig, WindowStage.SLOTS)).containsExactly("yard");
      assertThat(rig.count("afterimage.forgotten", "cause", "expired")).isEqualTo(1);
    }
  }

  @Test
  void shouldForgetWhatWasLastSaidOfACamera() throws IOException {
    try (CaptioningRig rig = new CaptioningRig(remembering(), state)) {
      rig.send("door", new Requests("door", 1).event(3, 10, 1, 0.8f));
      rig.send("yard", new Requests("yard", 1).event(3, 10, 1, 0.8f));
      assertThat(rig.stored().keySet()).containsExactly("door", "yard");
      rig.command("door", FORGET);
      assertThat(rig.stored().keySet()).containsExactly("yard");

      rig.advance(Duration.ofDays(2));
      assertThat(rig.stored()).isEmpty();
      assertThat(rig.count("afterimage.forgotten", "cause", "command")).isEqualTo(1);
      assertThat(rig.count("afterimage.forgotten", "cause", "expired")).isEqualTo(1);
    }
  }
}
