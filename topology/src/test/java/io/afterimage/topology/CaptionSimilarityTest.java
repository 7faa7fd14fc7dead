package io.afterimage.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.contract.caption.CaptionReason;
import io.afterimage.contract.caption.CaptionRequest;
import io.afterimage.inference.caption.Decoding;
import io.afterimage.inference.pack.CaptionSpec;
import io.afterimage.inference.pack.CaptionSpec.Similarity;
import io.afterimage.inference.pack.Pack;
import io.afterimage.topology.captioning.CaptionStage;
import io.afterimage.topology.fixture.Requests;
import io.afterimage.topology.fixture.TestPack;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is so much like the last caption that it is not told. */
class CaptionSimilarityTest {
  private static final Requests DOOR = new Requests("door", 1);
  private static final Requests YARD = new Requests("yard", 1);

  /** Ten seconds are 125 frames. */
  private static final Similarity RULE = new Similarity(0.8, 10_000_000);

  @TempDir Path state;
  private CaptioningRig rig;

  @BeforeEach
  void open() throws IOException {
    rig = new CaptioningRig(pack("c", RULE), state);
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private static Pack pack(String hash, Similarity rule) {
    CaptionSpec spec = TestPack.captionSpec(Requests.FRAMES, Decoding.greedy(12), rule);
    return TestPack.captionPack(hash, spec);
  }

  private static CaptionRequest wave(long first) {
    return DOOR.event(first, first + 9, 1, 0.8f);
  }

  private static CaptionRequest jump(long first) {
    return DOOR.event(first, first + 9, 2, 0.8f);
  }

  @Test
  void shouldNotTellTheSameAgainForAWhile() {
    rig.send("door", wave(0)).send("door", wave(100));
    assertThat(rig.brief()).containsExactly("0-9 event: somebody waves for 4 frames");
    assertThat(rig.attention()).hasSize(1);
    assertThat(rig.outcomes("suppressed")).isEqualTo(1);

    // Exactly ten seconds, then one frame more than that.
    rig.send("door", wave(125)).send("door", wave(126));
    assertThat(rig.brief()).containsExactly("126-135 event: somebody waves for 4 frames");
    assertThat(rig.outcomes("suppressed")).isEqualTo(2);
    assertThat(rig.outcomes("told")).isEqualTo(2);
  }

  @Test
  void shouldCountTheTimeFromTheLastCaptionThatWasTold() {
    for (long first = 0; first <= 250; first += 50) {
      rig.send("door", wave(first));
    }
    // What was not told does not put off what is.
    assertThat(rig.brief())
        .containsExactly(
            "0-9 event: somebody waves for 4 frames", "150-159 event: somebody waves for 4 frames");
  }

  @Test
  void shouldTellWhatDiffersEnough() throws IOException {
    // Another verb leaves 4 of 6 word pairs equal.
    rig.send("door", wave(0)).send("door", jump(20)).send("door", wave(40));
    assertThat(rig.brief()).hasSize(3);

    try (CaptioningRig strict =
        new CaptioningRig(pack("c", new Similarity(0.6, 10_000_000)), state)) {
      strict.send("door", wave(0)).send("door", jump(20)).send("door", wave(40));
      assertThat(strict.brief()).containsExactly("0-9 event: somebody waves for 4 frames");
    }
  }

  @Test
  void shouldCompareACameraWithItselfOnly() {
    rig.send("door", wave(0)).send("yard", YARD.event(10, 19, 1, 0.8f));

    assertThat(rig.captions()).hasSize(2);
    assertThat(rig.stored()).containsOnlyKeys("door", "yard");
  }

  @Test
  void shouldAlwaysTellWhatSomebodyAskedFor() {
    CaptionRequest asked = DOOR.request(CaptionReason.request(), 20, 29, 1, 0.8f);
    rig.send("door", wave(0)).send("door", asked);
    assertThat(rig.brief()).hasSize(2);

    // It was told, and so it counts as the last.
    rig.send("door", wave(140));
    assertThat(rig.brief()).isEmpty();
  }

  @Test
  void shouldTellARepeatedRequestAgainWithItsId() {
    rig.send("door", wave(0)).send("door", wave(0)).send("door", wave(20)).send("door", wave(20));

    assertThat(rig.captions())
        .extracting(told -> told.id())
        .containsExactly("door/1/0-9/event/words", "door/1/0-9/event/words");
    assertThat(rig.outcomes("suppressed")).isEqualTo(2);
  }

  @Test
  void shouldRememberOverEpochs() {
    rig.send("door", wave(0)).send("door", DOOR.end(20));
    rig.send("door", new Requests("door", 2).event(30, 39, 1, 0.8f));

    assertThat(rig.brief()).containsExactly("0-9 event: somebody waves for 4 frames", "end 20");
  }

  @Test
  void shouldTellEverythingWithoutARule() throws IOException {
    try (CaptioningRig free = new CaptioningRig(TestPack.captionPack(4), state)) {
      free.send("door", wave(0)).send("door", wave(10));

      assertThat(free.brief()).hasSize(2);
      assertThat(free.stored()).isEmpty();
    }
  }

  @Test
  void shouldStartAfreshWithTheLastCaptionOfAnotherPack() throws IOException {
    rig.send("door", wave(0));
    try (CaptioningRig next = new CaptioningRig(pack("d", RULE), state)) {
      next.restore(CaptionStage.STORE, rig.stored());
      for (long first : new long[] {20, 40}) {
        next.send("door", Requests.of(wave(first), pack("d", RULE).ref(), TestPack.ENCODER));
      }

      assertThat(next.brief()).containsExactly("20-29 event: somebody waves for 4 frames");
      assertThat(next.resets("pack_changed")).isEqualTo(1);
    }
  }

  @Test
  void shouldStartAfreshWithBytesThatMakeNoCaption() {
    rig.send("door", wave(0));
    byte[] newer = Objects.requireNonNull(rig.stored().get("door"));
    newer[0]++;
    rig.restore(CaptionStage.STORE, Map.of("door", newer));
    rig.send("door", wave(20)).send("door", wave(40));
    assertThat(rig.resets("codec_version")).isEqualTo(1);

    rig.restore(CaptionStage.STORE, Map.of("door", new byte[] {1, 2}));
    rig.send("door", wave(60)).send("door", wave(80));
    assertThat(rig.resets("unreadable")).isEqualTo(1);

    assertThat(rig.brief())
        .containsExactly(
            "0-9 event: somebody waves for 4 frames",
            "20-29 event: somebody waves for 4 frames",
            "60-69 event: somebody waves for 4 frames");
  }

  @Test
  void shouldWriteAFewBytesForEachCaptionTold() {
    rig.send("door", wave(0)).send("door", wave(20));

    assertThat(rig.changelog(CaptionStage.STORE))
        .singleElement()
        .satisfies(record -> assertThat(record.value()).hasSizeLessThan(110));
  }
}
