package io.afterimage.topology;

import static io.afterimage.contract.caption.CaptionReason.period;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.afterimage.contract.Marker;
import io.afterimage.contract.Position;
import io.afterimage.contract.caption.AttentionEvent;
import io.afterimage.contract.caption.CaptionEvent;
import io.afterimage.contract.caption.CaptionReason;
import io.afterimage.contract.caption.CaptionRequest;
import io.afterimage.contract.caption.CaptionRequestCodec;
import io.afterimage.contract.event.DeadLetter;
import io.afterimage.contract.event.EventJson;
import io.afterimage.contract.event.EventMarker;
import io.afterimage.contract.event.PackRef;
import io.afterimage.contract.feature.Shape;
import io.afterimage.contract.feature.Tensor;
import io.afterimage.contract.letter.LetterWriter;
import io.afterimage.inference.InferenceException;
import io.afterimage.inference.caption.Decoding;
import io.afterimage.inference.pack.CaptionSpec;
import io.afterimage.topology.fixture.Requests;
import io.afterimage.topology.fixture.Schemas;
import io.afterimage.topology.fixture.Stream;
import io.afterimage.topology.fixture.TestPack;
import io.afterimage.topology.fixture.Told;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaptioningTest {
  private static final Requests DOOR = new Requests("door", 1);

  @TempDir Path state;
  private CaptioningRig rig;

  @BeforeEach
  void open() throws IOException {
    rig = new CaptioningRig(TestPack.captionPack(Requests.FRAMES), state);
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private static CaptionEvent caption(Told told) {
    return (CaptionEvent) told.caption();
  }

  private static <T> T read(Told told, Class<T> type) {
    return EventJson.read(told.json().getBytes(StandardCharsets.UTF_8), type);
  }

  @Test
  void shouldAnswerARequestWithItsWindowInWords() {
    CaptionRequest request = DOOR.event(3, 10, 1, 0.8f);
    rig.send("door", request);

    List<Told> told = rig.captions();
    assertThat(told).hasSize(1);
    CaptionEvent caption = caption(told.get(0));
    assertThat(told.get(0).key()).isEqualTo("door");
    assertThat(told.get(0).id()).isEqualTo("door/1/3-10/event/words");
    assertThat(caption)
        .isEqualTo(
            new CaptionEvent(
                "door/1/3-10/event/words",
                "door",
                1,
                CaptionReason.event("door/1/3/wave"),
                "somebody waves for 4 frames",
                List.of("somebody", "waves", "for", "4", "frames"),
                -0.416667,
                request.first(),
                request.last(),
                Requests.PACK,
                new CaptionEvent.Decoding(CaptionEvent.Method.GREEDY, 1),
                caption.latencyMs()));
    assertThat(rig.outcomes("told")).isEqualTo(1);
    assertThat(rig.meters.get("afterimage.caption.init.seconds").timer().count()).isEqualTo(1);
    assertThat(rig.meters.get("afterimage.caption.words.seconds").timer().count()).isEqualTo(1);
  }

  @Test
  void shouldTellWhereTheTimeWentAndNeverRunBackwards() {
    CaptionRequest request = DOOR.event(0, 10, 1, 0.8f);
    // Captured 800 ms after the stream's begin, asked for 30 minutes after it, and now it is an
    // hour after it.
    rig.pipe(
        DriverRig.TOPICS.captionRequests(),
        "door",
        CaptionRequestCodec.write(request),
        Stream.BEGIN.plus(Duration.ofMinutes(30)));
    CaptionEvent.LatencyMs latency = caption(rig.captions().get(0)).latencyMs();
    assertThat(latency.waited()).isEqualTo(1_799_200);
    assertThat(latency.queue()).isEqualTo(1_800_000);
    assertThat(latency.total()).isEqualTo(3_599_200);
    assertThat(latency.init()).isNotNegative();
    assertThat(latency.words()).isNotNegative();

    rig.clock.advance(Duration.ofHours(-2));
    rig.send("door", DOOR.event(20, 30, 1, 0.8f));
    CaptionEvent.LatencyMs early = caption(rig.captions().get(0)).latencyMs();
    assertThat(List.of(early.waited(), early.queue(), early.total())).containsOnly(0.0);
  }

  @Test
  void shouldTellWhichFramesWereLookedAtForEachWord() {
    CaptionRequest request = DOOR.event(3, 10, 1, 0.8f);
    rig.send("door", request);

    Told told = rig.attention().get(0);
    AttentionEvent attention = read(told, AttentionEvent.class);
    assertThat(told.key()).isEqualTo("door");
    assertThat(told.id()).isEqualTo("door/1/3-10/event/words/attention");
    assertThat(attention.id()).isEqualTo("door/1/3-10/event/words");
    assertThat(attention.kind()).isEqualTo(AttentionEvent.Kind.TEMPORAL);
    assertThat(attention.frames())
        .containsExactly(
            new AttentionEvent.Frame(3, 240_000),
            new AttentionEvent.Frame(5, 400_000),
            new AttentionEvent.Frame(7, 560_000),
            new AttentionEvent.Frame(9, 720_000));
    assertThat(attention.words().stream().map(AttentionEvent.Word::word))
        .containsExactly("somebody", "waves", "for", "4", "frames");
    // The digits of a float, without those that a double would add.
    assertThat(attention.words().get(0).weights()).containsExactly(0.1, 0.2, 0.3, 0.4);
    for (AttentionEvent.Word word : attention.words()) {
      assertThat(word.weights().stream().mapToDouble(Double::doubleValue).sum())
          .isCloseTo(1, within(1e-6));
    }
  }

  @Test
  void shouldTellWhichCellsOfThePictureWereLookedAt() throws IOException {
    CaptionSpec temporal = TestPack.captionSpec(1, Decoding.beam(12, 3, 0.7), null);
    try (CaptioningRig one = new CaptioningRig(TestPack.captionPack(spatial(temporal)), state)) {
      CaptionRequest request = new Requests("door", 1).event(3, 3, 2, 0.8f);
      one.send("door", request);

      AttentionEvent attention = read(one.attention().get(0), AttentionEvent.class);
      assertThat(attention.kind()).isEqualTo(AttentionEvent.Kind.SPATIAL);
      assertThat(attention.frames()).isNull();
      assertThat(attention.grid()).isEqualTo(new AttentionEvent.Grid(2, 3));
      assertThat(attention.frame()).isEqualTo(new AttentionEvent.Frame(3, 240_000));
      assertThat(attention.words().get(0).weights()).hasSize(6);
      assertThat(caption(one.captions().get(0)).decoding())
          .isEqualTo(new CaptionEvent.Decoding(CaptionEvent.Method.BEAM, 3));
    }
  }

  private static CaptionSpec spatial(CaptionSpec spec) {
    return new CaptionSpec(
        CaptionSpec.Kind.SPATIAL,
        1,
        new CaptionSpec.Grid(2, 3),
        spec.tensors(),
        spec.word(),
        spec.logProbs(),
        spec.attention(),
        spec.chance(),
        spec.vocabulary(),
        spec.decoding(),
        spec.when(),
        spec.similarity());
  }

  private static CaptionSpec withoutAttention(CaptionSpec spec) {
    return new CaptionSpec(
        spec.kind(),
        spec.frames(),
        null,
        spec.tensors(),
        spec.word(),
        spec.logProbs(),
        null,
        null,
        spec.vocabulary(),
        spec.decoding(),
        spec.when(),
        spec.similarity());
  }

  @Test
  void shouldTellNoAttentionIfThePackAttendsToNothing() throws IOException {
    CaptionSpec spec = TestPack.captionSpec(4, Decoding.greedy(12), null);
    try (CaptioningRig blind =
        new CaptioningRig(TestPack.captionPack(withoutAttention(spec)), state)) {
      blind.send("door", DOOR.event(3, 10, 1, 0.8f));

      assertThat(blind.brief()).containsExactly("3-10 event: somebody waves for 4 frames");
      assertThat(blind.attention()).isEmpty();
    }
  }

  @Test
  void shouldKeepThePromisesOfTheSchemas() throws IOException {
    rig.send("door", DOOR.event(3, 10, 1, 0.8f))
        .send("door", DOOR.request(CaptionReason.request(), 11, 12, 2, 0.8f))
        .send("door", DOOR.request(period(), 13, 13, 2, 0.8f))
        .send("door", DOOR.end(13))
        .sendRaw("door", new byte[] {1});

    List<Told> told = rig.captions();
    assertThat(told).hasSize(4);
    for (Told record : told.subList(0, 3)) {
      assertThat(Schemas.faults("caption", record.json())).as(record.json()).isEmpty();
    }
    assertThat(Schemas.faults("marker", told.get(3).json())).isEmpty();
    List<Told> looked = rig.attention();
    assertThat(looked).hasSize(4);
    for (Told record : looked.subList(0, 3)) {
      assertThat(Schemas.faults("attention", record.json())).as(record.json()).isEmpty();
    }
    assertThat(Schemas.faults("marker", looked.get(3).json())).isEmpty();
    for (Told record : rig.deadLetters()) {
      assertThat(Schemas.faults("dead-letter", record.json())).as(record.json()).isEmpty();
    }
  }

  @Test
  void shouldPassTheEndOnBehindTheCaptionsOfItsEpoch() {
    rig.send("door", DOOR.event(3, 10, 1, 0.8f)).send("door", DOOR.end(12));

    List<Told> told = rig.captions();
    assertThat(told.stream().map(Told::briefCaption))
        .containsExactly("3-10 event: somebody waves for 4 frames", "end 12");
    EventMarker end = (EventMarker) told.get(1).caption();
    assertThat(end).isEqualTo(new EventMarker("door", 1, "end", 12, 960_000, Requests.time(12)));
    assertThat(told.get(1).key()).isEqualTo("door");
    assertThat(told.get(1).id()).isEqualTo("door/1/12/end");
    assertThat(rig.attention().stream().map(Told::id))
        .containsExactly("door/1/3-10/event/words/attention", "door/1/12/end");
    assertThat(rig.outcomes("marker")).isEqualTo(1);

    Position nowhere = new Position(2, -1, 0, Stream.BEGIN);
    rig.send("door", new Marker(nowhere, Marker.Kind.END));
    assertThat(rig.brief()).containsExactly("end -1");
  }

  @Test
  void shouldLeaveRequestsForOtherPacksToTheirStages() {
    PackRef other = new PackRef("pictures", "1.0.0", "c".repeat(64));
    rig.send("door", Requests.of(DOOR.event(3, 10, 1, 0.8f), other, TestPack.ENCODER));

    assertThat(rig.all()).isEmpty();
    assertThat(rig.deadLetters()).isEmpty();
    assertThat(rig.outcomes("other_pack")).isEqualTo(1);
  }

  @Test
  void shouldSetAsideRequestsForOtherVersionsOfThePack() {
    CaptionRequest request = DOOR.event(3, 10, 1, 0.8f);
    PackRef newer = new PackRef("words", "1.1.0", "d".repeat(64));
    rig.send("door", Requests.of(request, newer, TestPack.ENCODER))
        .send("door", Requests.of(request, Requests.PACK, "f".repeat(64)));

    List<DeadLetter> letters =
        rig.deadLetters().stream().map(told -> read(told, DeadLetter.class)).toList();
    assertThat(letters).extracting(DeadLetter::cause).containsOnly("other_version");
    assertThat(letters.get(0).stage()).isEqualTo("caption");
    assertThat(letters.get(0).topic()).isEqualTo("test.caption-requests");
    assertThat(letters.get(0).message())
        .isEqualTo(
            "caption pack 'words' 1.1.0 (%s) is asked, but 1.0.0 (%s) runs: run the same one in both stages",
            "d".repeat(64), "c".repeat(64));
    assertThat(letters.get(1).message())
        .isEqualTo(
            "caption pack 'words' reads features of encoder %s, but the request holds those of %s: use a caption pack that was made for the pack that encodes",
            TestPack.ENCODER, "f".repeat(64));
    assertThat(rig.outcomes("other_version")).isEqualTo(2);
    assertThat(rig.all()).isEmpty();
  }

  @Test
  void shouldCountCaptionsWithoutWordsAndNotTellThem() {
    rig.send("door", DOOR.event(3, 10, 1, 0));

    assertThat(rig.all()).isEmpty();
    assertThat(rig.outcomes("empty")).isEqualTo(1);
    assertThat(rig.stored()).isEmpty();
  }

  @Test
  void shouldSetAsideWhatCannotBeAnsweredAndGoOn() {
    CaptionRequest good = DOOR.event(3, 10, 1, 0.8f);
    byte[] bytes = CaptionRequestCodec.write(good);
    byte[] foreign = bytes.clone();
    foreign[0] = 9;
    Tensor feature = good.tensor("feature");
    Tensor narrow = Tensor.ofFloats("feature", Shape.of(4, 1), 1, 1, 1, 1);
    rig.sendRaw("door", null)
        .sendRaw("door", Arrays.copyOf(bytes, bytes.length - 1))
        .sendRaw("door", foreign)
        .send(null, good)
        .send("no/slash", good)
        .send("yard", good)
        .send("door", Requests.of(good, List.of(feature))) // No thumb.
        .send("door", Requests.of(good, List.of(narrow, good.tensor("thumb"))))
        .send("door", DOOR.event(3, 10, 0, -1)) // The graph breaks.
        .send("door", good);

    List<DeadLetter> letters =
        rig.deadLetters().stream().map(told -> read(told, DeadLetter.class)).toList();
    assertThat(letters)
        .extracting(DeadLetter::cause)
        .containsExactly(
            "bad_length",
            "bad_length",
            "unknown_version",
            "bad_camera_id",
            "bad_camera_id",
            "bad_field",
            "missing_field",
            "bad_tensor",
            "run_failed");
    assertThat(letters)
        .extracting(DeadLetter::offset)
        .containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
    assertThat(letters.get(5).message())
        .isEqualTo("caption request about camera 'door' under the key 'yard'");
    assertThat(letters.get(8).message()).contains("a graph that breaks");
    assertThat(rig.outcomes("dead_letter")).isEqualTo(6);
    assertThat(rig.brief()).containsExactly("3-10 event: somebody waves for 4 frames");
  }

  @Test
  void shouldDrawTheSameWordsForTheSameRequest() throws IOException {
    CaptionSpec spec = TestPack.captionSpec(4, Decoding.sample(12, 1, 0), null);
    CaptionRequest one = DOOR.event(3, 10, 1, 0.8f);
    CaptionRequest other = DOOR.request(period(), 3, 10, 1, 0.8f);
    try (CaptioningRig first = new CaptioningRig(TestPack.captionPack(spec), state);
        CaptioningRig second = new CaptioningRig(TestPack.captionPack(spec), state)) {
      List<Told> told = first.send("door", one).send("door", other).send("door", one).captions();

      assertThat(caption(told.get(2)).text()).isEqualTo(caption(told.get(0)).text());
      assertThat(caption(told.get(1)).text())
          .startsWith("somebody waves for 4 frames draw-")
          .isNotEqualTo(caption(told.get(0)).text());
      assertThat(caption(second.send("door", one).captions().get(0)).text())
          .isEqualTo(caption(told.get(0)).text());
    }
  }

  @Test
  void shouldRefuseAPackThatDoesNotCaption() {
    assertThatThrownBy(
            () ->
                new CaptioningTopology(
                    DriverRig.TOPICS,
                    Duration.ZERO,
                    LetterWriter.DEFAULT_PAYLOAD,
                    TestPack.pack(),
                    () -> {
                      throw new IllegalStateException("asked for a captioner");
                    },
                    new SimpleMeterRegistry(),
                    Clock.systemUTC()))
        .isInstanceOf(InferenceException.class)
        .hasMessage("pack 'test-pack' has no caption part: it scores labels");
  }

  @Test
  void shouldNameEverything() {
    String described =
        new CaptioningTopology(
                DriverRig.TOPICS,
                Duration.ZERO,
                LetterWriter.DEFAULT_PAYLOAD,
                TestPack.captionPack(4),
                () -> {
                  throw new IllegalStateException("asked for a captioner");
                },
                new SimpleMeterRegistry(),
                Clock.systemUTC())
            .build()
            .describe()
            .toString();
    assertThat(described)
        .contains("Source: caption-requests (topics: [test.caption-requests])")
        .contains("Processor: captions (stores: [last-captions])")
        .contains("Sink: sink-captions (topic: test.captions)")
        .contains("Sink: sink-attention (topic: test.attention)")
        .contains("Sink: sink-dead-letters (topic: test.dead-letters)")
        .doesNotContain("KSTREAM");
  }
}
