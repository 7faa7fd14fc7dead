package io.afterimage.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.contract.event.DeadLetter;
import io.afterimage.contract.event.EventJson;
import io.afterimage.contract.feature.FeatureCodec;
import io.afterimage.topology.fixture.FakeModel;
import io.afterimage.topology.fixture.Stream;
import io.afterimage.topology.fixture.TestPack;
import io.afterimage.topology.fixture.Told;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bad records are set aside with their reason; the stream goes on as if they were not there. */
class PoisonTest {
  @TempDir Path state;
  private TopologyRig rig;

  @BeforeEach
  void open() throws IOException {
    rig = new TopologyRig(TestPack.pack(), () -> new FakeModel(0.5f), state);
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private static DeadLetter letter(Told told) {
    return EventJson.read(told.json().getBytes(StandardCharsets.UTF_8), DeadLetter.class);
  }

  private double letters(String cause) {
    return rig.count("afterimage.dead.letters", "cause", cause);
  }

  @Test
  void shouldSetAsideRecordsThatDoNotParse() {
    byte[] good = FeatureCodec.write(new Stream(1).quiet(1).records().get(0));
    byte[] foreign = good.clone();
    foreign[0] = 99;
    rig.sendRaw("door", new byte[0])
        .sendRaw("door", null)
        .sendRaw("door", Arrays.copyOf(good, good.length - 1))
        .sendRaw("door", foreign)
        .sendRaw("door", good);

    List<Told> told = rig.deadLetters();
    assertThat(told).extracting(Told::key).containsOnly("door").hasSize(4);
    assertThat(told.stream().map(PoisonTest::letter).map(DeadLetter::cause))
        .containsExactly("bad_length", "bad_length", "bad_length", "unknown_version");
    DeadLetter last = letter(told.get(3));
    assertThat(last.stage()).isEqualTo("memory");
    assertThat(last.topic()).isEqualTo("test.features");
    assertThat(last.offset()).isEqualTo(3);
    assertThat(last.camera()).isEqualTo("door");
    assertThat(last.size()).isEqualTo(good.length);
    assertThat(last.message())
        .isEqualTo("feature record of version 99; this build reads version 1");
    assertThat(letters("bad_length")).isEqualTo(3);
    assertThat(rig.predictions()).hasSize(1);
  }

  @Test
  void shouldSetAsideRecordsOfATimeThatNoClockShows() {
    byte[] good = FeatureCodec.write(new Stream(1).quiet(1).records().get(0));
    byte[] never = good.clone();
    int captureTime = 2 + 3 * Long.BYTES;
    ByteBuffer.wrap(never).order(ByteOrder.LITTLE_ENDIAN).putLong(captureTime, Long.MAX_VALUE);
    rig.sendRaw("door", never).sendRaw("door", good);

    assertThat(rig.deadLetters().stream().map(PoisonTest::letter).map(DeadLetter::message))
        .containsExactly("time of 9223372036854775807 microseconds since 1970 is out of range");
    assertThat(letters("bad_field")).isEqualTo(1);
    assertThat(rig.predictions()).hasSize(1);
  }

  @Test
  void shouldSetAsideRecordsWithoutAGoodCameraId() {
    byte[] good = FeatureCodec.write(new Stream(1).quiet(1).records().get(0));
    rig.sendRaw(null, good).sendRaw("no/slash", good).sendRaw("door", good);

    assertThat(rig.deadLetters().stream().map(PoisonTest::letter).map(DeadLetter::camera))
        .containsExactly(null, "no/slash");
    assertThat(letters("bad_camera_id")).isEqualTo(2);
    assertThat(rig.predictions()).hasSize(1);
  }

  @Test
  void shouldGoOnWithTheStateUnchangedAfterAFrameThatTheModelCannotTake() throws IOException {
    Stream poisoned = new Stream(1).frames(5, 1, 0.8f);
    poisoned.frame(0.1f, 0.2f); // Another shape.
    poisoned.frame(-1, 0, 0); // The graph breaks.
    poisoned.frame(Float.NaN, 0, 0); // The scores are no numbers.
    poisoned.frame(0, 7, 0); // The scores are no probabilities.
    rig.send("door", poisoned.frames(20, 1, 0.8f).quiet(9).records());
    List<Told> told = rig.all();
    assertThat(letters("bad_tensor")).isEqualTo(1);
    assertThat(letters("run_failed")).isEqualTo(3);
    assertThat(rig.count("afterimage.memory.records", "outcome", "dead_letter")).isEqualTo(4);
    DeadLetter letter = letter(rig.deadLetters().get(0));
    assertThat(letter.offset()).isEqualTo(5);
    assertThat(letter.sha256()).hasSize(64);

    Stream clean = new Stream(1).frames(5, 1, 0.8f).pause(4 * Stream.PERIOD_US, 4);
    try (TopologyRig other = new TopologyRig(TestPack.pack(), () -> new FakeModel(0.5f), state)) {
      other.send("door", clean.frames(20, 1, 0.8f).quiet(9).records());
      assertThat(other.all()).isEqualTo(told).isNotEmpty();
    }
  }

  @Test
  void shouldNotStopTheOtherCameras() {
    Stream stream = new Stream(1).frames(30, 1, 0.9f);
    for (int i = 0; i < 30; i++) {
      rig.send("broken", new Stream(1).frame(-1, 0, 0).records());
      rig.send("door", stream.records().get(i));
    }

    assertThat(rig.brief()).containsExactly("start wave 1", "update wave 1");
    assertThat(rig.stored().keySet()).containsExactly("broken/test-pack", "door/test-pack");
  }
}
