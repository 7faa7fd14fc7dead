package io.afterimage.topology;

import static io.afterimage.contract.Marker.Kind.END;
import static io.afterimage.contract.Marker.Kind.IDLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.contract.Marker;
import io.afterimage.contract.Position;
import io.afterimage.contract.caption.CaptionReason;
import io.afterimage.contract.caption.CaptionRequest;
import io.afterimage.contract.caption.CaptionRequestRecord;
import io.afterimage.contract.event.DeadLetter;
import io.afterimage.contract.event.EventJson;
import io.afterimage.contract.feature.FeatureCodec;
import io.afterimage.contract.feature.FeatureRecord;
import io.afterimage.topology.fixture.FakeModel;
import io.afterimage.topology.fixture.Requests;
import io.afterimage.topology.fixture.Stream;
import io.afterimage.topology.fixture.TestPack;
import io.afterimage.topology.window.CaptionRules;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests that somebody asks for, and the end that follows an epoch's last request. */
class CaptionAsksTest {
  private static final CaptionRules WORDS = TestPack.captions(4, 0, 100_000);
  private static final CaptionRules PICTURES = TestPack.captions("pictures", "d", 1, 0, 0);

  @TempDir Path state;
  private TopologyRig rig;

  @BeforeEach
  void open() throws IOException {
    rig = TopologyRig.captioned(TestPack.pack(), state, WORDS, PICTURES);
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private static String brief(CaptionRequestRecord record) {
    return record instanceof CaptionRequest request
        ? request.id()
        : ((Marker) record).kind().wireName() + " " + record.position().seq();
  }

  private List<String> brief() {
    return rig.requestRecords().stream().map(CaptionAsksTest::brief).toList();
  }

  private double drops(String cause) {
    return rig.count("afterimage.caption.drops", "cause", cause);
  }

  @Test
  void shouldCloseTheOpenWindowOfEachPackWhenAsked() {
    Stream stream = new Stream(1).frames(10, 1, 0.8f);
    rig.send("door", stream.records()).ask("door", "{}");

    List<CaptionRequest> asked = rig.requests();
    assertThat(asked.stream().map(CaptionAsksTest::brief))
        .containsExactly("door/1/0-9/request/words", "door/1/0-9/request/pictures");
    assertThat(asked).extracting(CaptionRequest::reason).containsOnly(CaptionReason.request());
    assertThat(rig.count("afterimage.caption.requests", "reason", "request")).isEqualTo(2);

    stream.records().clear();
    rig.send("door", stream.frames(5, 1, 0.8f).quiet(9).records());
    assertThat(brief()).containsExactly("door/1/10-14/event/words", "door/1/10-14/event/pictures");
    assertThat(rig.brief()).containsExactly("start wave 0", "end wave 0-14");
  }

  @Test
  void shouldAskThePackThatIsNamed() {
    rig.send("door", new Stream(1).frames(10, 1, 0.8f).records())
        .ask("door", "{\"pack\": \"pictures\", \"by\": \"somebody\"}");

    assertThat(brief()).containsExactly("door/1/0-9/request/pictures");
  }

  @Test
  void shouldAskAboutThatCameraOnly() {
    rig.send("door", new Stream(1).frames(10, 1, 0.8f).records())
        .send("yard", new Stream(1).frames(8, 2, 0.8f).records())
        .ask("yard", "{}");

    assertThat(brief()).containsExactly("yard/1/0-7/request/words", "yard/1/0-7/request/pictures");
  }

  @Test
  void shouldCountAsksWhileNoWindowIsOpen() {
    rig.ask("door", "{}").send("door", new Stream(1).quiet(9).records()).ask("door", "{}");

    assertThat(rig.requestRecords()).isEmpty();
    assertThat(drops("no_window")).isEqualTo(4);
    assertThat(rig.deadLetters()).isEmpty();
    assertThat(rig.stored()).containsOnlyKeys("door/test-pack");
  }

  @Test
  void shouldSetAsideWhatIsNoAsk() {
    rig.send("door", new Stream(1).frames(10, 1, 0.8f).records())
        .ask("door", "now!")
        .ask("door", null)
        .ask("door", "null")
        .ask("door", "{\"pack\":\"poems\"}")
        .ask("no/slash", "{}")
        .ask(null, "{}");

    List<DeadLetter> letters =
        rig.deadLetters().stream()
            .map(told -> told.json().getBytes(StandardCharsets.UTF_8))
            .map(json -> EventJson.read(json, DeadLetter.class))
            .toList();
    assertThat(letters)
        .extracting(DeadLetter::cause)
        .containsExactly(
            "bad_field", "bad_field", "bad_field", "bad_field", "bad_camera_id", "bad_camera_id");
    assertThat(letters).extracting(DeadLetter::topic).containsOnly("test.caption-asks");
    assertThat(letters).extracting(DeadLetter::size).containsExactly(4, 0, 4, 16, 2, 2);
    assertThat(letters).extracting(DeadLetter::offset).containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
    assertThat(letters.get(3).message())
        .isEqualTo(
            "caption pack 'poems' is asked, which does not run here: ask one of [words, pictures]");
    assertThat(rig.requestRecords()).isEmpty();
    assertThat(rig.ask("door", "{}").requests()).hasSize(2);
  }

  @Test
  void shouldTellTheEndOfAnEpochOnceBehindItsLastRequests() {
    Stream stream = new Stream(1).frames(10, 1, 0.8f).marker(IDLE).frames(5, 2, 0.8f).marker(END);
    rig.send("door", stream.records());
    assertThat(brief())
        .containsExactly(
            "door/1/0-9/event/words",
            "door/1/0-9/event/pictures",
            "door/1/10-14/event/words",
            "door/1/10-14/event/pictures",
            "end 14");

    // Again, and late frames: nothing. An epoch without frames has an end, too.
    rig.send("door", stream.records()).send("door", new Stream(2).marker(END).records());
    assertThat(rig.requestRecords())
        .containsExactly(new Marker(new Position(2, -1, 0, Stream.BEGIN), END));
  }

  @Test
  void shouldStampRequestsAndTheirEndWithTheWallClock() {
    List<FeatureRecord> records = new Stream(1).frames(10, 1, 0.8f).marker(END).records();
    records.forEach(
        record ->
            rig.pipe(
                DriverRig.TOPICS.features(), "door", FeatureCodec.write(record), Requests.time(0)));
    rig.clock.advance(Duration.ofSeconds(9));

    List<TestRecord<String, byte[]>> asked = rig.written(DriverRig.TOPICS.captionRequests());
    assertThat(asked).hasSize(3);
    assertThat(asked)
        .extracting(TestRecord::getRecordTime)
        .containsOnly(Stream.BEGIN.plusSeconds(3600));
    assertThat(rig.written(DriverRig.TOPICS.actions()))
        .extracting(TestRecord::getRecordTime)
        .containsOnly(Requests.time(0));
  }

  @Test
  void shouldReadAsksOnlyWithACaptionPack() throws IOException {
    try (TopologyRig plain = new TopologyRig(TestPack.pack(), () -> new FakeModel(0), state)) {
      plain.send("door", new Stream(1).frames(9, 1, 0.8f).marker(END).records());
      assertThat(plain.requestRecords()).isEmpty();
      assertThat(plain.brief()).containsExactly("start wave 0", "end wave 0-8", "end 8");
    }
  }
}
