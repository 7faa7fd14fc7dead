package io.afterimage.topology.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.contract.CameraId;
import io.afterimage.contract.ContractException;
import io.afterimage.contract.Position;
import io.afterimage.contract.caption.CaptionReason;
import io.afterimage.contract.caption.CaptionRequest;
import io.afterimage.contract.event.MediaPoint;
import io.afterimage.contract.event.PackRef;
import io.afterimage.contract.feature.Feature;
import io.afterimage.contract.feature.Shape;
import io.afterimage.contract.feature.Tensor;
import io.afterimage.contract.feature.Timing;
import io.afterimage.inference.InferenceException;
import io.afterimage.inference.pack.Manifest;
import io.afterimage.topology.TopologyException;
import io.afterimage.topology.fixture.Stream;
import io.afterimage.topology.fixture.TestPack;
import io.afterimage.topology.memory.ResetCause;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What only a store that tells lies, or a caller of another kind, can bring about. */
class WindowStepTest {
  private static final CameraId CAMERA = new CameraId("door");
  private static final CaptionRules RULES = TestPack.captions(4, 0, 0);
  private static final WindowStep STEP = new WindowStep(RULES, TestPack.pack().manifest());

  private static final WindowStep STILL =
      new WindowStep(TestPack.captions(1, 0, 0), TestPack.pack().manifest());

  private final MapSlots slots = new MapSlots();
  private WindowState state = STEP.load(null, new WindowChange());

  private static Feature frame(long seq, Shape shape, String encoder) {
    float[] values = new float[shape.elements()];
    Arrays.fill(values, (float) seq);
    Position at = new Position(1, seq, seq * Stream.PERIOD_US, Stream.BEGIN);
    return new Feature(
        at,
        Stream.PERIOD_US,
        encoder,
        new Timing(0, 0, 0, Stream.BEGIN),
        List.of(
            Tensor.ofFloats("feature", shape, values),
            Tensor.ofFloats("thumb", Shape.of(1, 1), 1)));
  }

  private static Feature frame(long seq) {
    return frame(seq, Shape.of(1, 3), TestPack.ENCODER);
  }

  private static Action wave(long seq) {
    return new Action("wave", new MediaPoint(seq, seq * Stream.PERIOD_US, Stream.BEGIN));
  }

  private static Moment moment(Feature frame, List<Moment.Ended> ended, List<Action> open) {
    return new Moment(CAMERA, 1, 0, 0, null, List.of(), frame, ended, open);
  }

  private WindowChange take(Moment moment) {
    WindowChange change = new WindowChange();
    // Each record finds what the one before it wrote down.
    state = STEP.load(WindowCodec.write(state), change);
    STEP.take(state, moment, slots, change);
    return change;
  }

  /** Frames from a number to another during a wave that began with frame 0. */
  private void wave(long from, long to) {
    for (long seq = from; seq <= to; seq++) {
      take(moment(frame(seq), List.of(), List.of(wave(0))));
    }
  }

  private WindowChange end(long last) {
    MediaPoint end = MediaPoint.of(frame(last).position());
    return take(moment(frame(last + 1), List.of(new Moment.Ended(wave(0), end)), List.of()));
  }

  private static List<Long> seqs(CaptionRequest request) {
    return request.frames().stream().map(MediaPoint::seq).toList();
  }

  @Test
  void shouldAnswerARequestWithTheWindowSoFarAndGoOnAfterIt() {
    wave(0, 9);
    WindowChange asked = new WindowChange();
    STEP.request(state, CAMERA, slots, asked);
    assertThat(asked.requests()).hasSize(1);
    CaptionRequest first = asked.requests().get(0);
    assertThat(first.reason()).isEqualTo(CaptionReason.request());
    assertThat(first.id()).isEqualTo("door/1/0-9/request/words");
    assertThat(seqs(first)).containsExactly(0L, 4L, 8L);

    wave(10, 12);
    CaptionRequest rest = end(12).requests().get(0);
    assertThat(rest.reason()).isEqualTo(CaptionReason.event("door/1/0/wave"));
    assertThat(seqs(rest)).containsExactly(10L, 11L, 12L);
  }

  @Test
  void shouldAnswerNoRequestWhileNothingGoesOn() {
    take(moment(frame(0), List.of(), List.of()));
    WindowChange asked = new WindowChange();
    STEP.request(state, CAMERA, slots, asked);

    assertThat(asked.taken()).isFalse();
    assertThat(asked.requests()).isEmpty();
    assertThat(asked.drops()).containsExactly(DropCause.NO_WINDOW);
  }

  @Test
  void shouldStackTheTensorsOfTheKeptFrames() {
    wave(0, 5);
    CaptionRequest request = end(5).requests().get(0);

    assertThat(request.tensors())
        .containsExactly(
            Tensor.ofFloats("feature", Shape.of(3, 3), 0, 0, 0, 2, 2, 2, 4, 4, 4),
            Tensor.ofFloats("thumb", Shape.of(3, 1), 1, 1, 1));
    assertThat(request.encoder()).isEqualTo(TestPack.ENCODER);
    assertThat(request.last().seq()).isEqualTo(5);
  }

  @Test
  void shouldChangeNothingForAFrameFromBeforeTheLastOne() {
    wave(0, 5);
    byte[] before = WindowCodec.write(state);

    WindowChange change = take(moment(frame(3), List.of(), List.of(wave(0))));

    assertThat(change.taken()).isFalse();
    assertThat(WindowCodec.write(state)).isEqualTo(before);
    assertThat(slots.writes).isEqualTo(6);
  }

  @Test
  void shouldMakeNoRequestOfSlotsThatHoldSomethingElse() {
    wave(0, 5);
    slots.put(state.ring().slot(2), new KeptFrame(1, wave(1).start(), List.of()));
    assertThat(end(5).drops()).containsExactly(DropCause.TORN);
    assertThat(state.action()).isNull();
  }

  @Test
  void shouldMakeNoRequestOfFramesOfDifferentShape() {
    wave(0, 3);
    take(moment(frame(4, Shape.of(1, 2), TestPack.ENCODER), List.of(), List.of(wave(0))));
    assertThat(end(4).drops()).containsExactly(DropCause.TORN);
  }

  @Test
  void shouldRefuseAFrameWithoutABatchOfOneAndStayAsItWas() {
    wave(0, 3);
    byte[] before = WindowCodec.write(state);
    Feature bad = frame(4, Shape.of(3), TestPack.ENCODER);

    assertThatThrownBy(() -> take(moment(bad, List.of(), List.of(wave(0)))))
        .isInstanceOf(ContractException.class)
        .hasMessage("tensor 'feature' [3] has no batch axis of 1");
    assertThat(WindowCodec.write(state)).isEqualTo(before);
  }

  @Test
  void shouldForgetTheFramesOfAnotherEncoder() {
    wave(0, 3);
    WindowChange change =
        take(moment(frame(4, Shape.of(1, 3), "f".repeat(64)), List.of(), List.of(wave(0))));

    assertThat(change.resets()).containsExactly(ResetCause.PACK_CHANGED);
    assertThat(change.drops()).containsExactly(DropCause.FORGOTTEN);
    assertThat(state.ring().first()).isZero();
    assertThat(state.ring().next()).isEqualTo(1);
  }

  @Test
  void shouldLetGoOfAWindowWhoseEventIsGoneWithoutAnEnd() {
    wave(0, 3);
    assertThat(take(moment(frame(4), List.of(), List.of())).drops())
        .containsExactly(DropCause.FORGOTTEN);
    assertThat(end(4).drops()).containsExactly(DropCause.NO_WINDOW);
  }

  @Test
  void shouldOpenTheWindowOfAnEventThatWasGoingOnAlreadyAndCountItsPeriodFromThere() {
    CaptionRules rules = TestPack.captions(4, 800_000, 0);
    WindowStep step = new WindowStep(rules, TestPack.pack().manifest());
    WindowState fresh = step.load(null, new WindowChange());
    WindowChange change = new WindowChange();
    for (long seq = 100; seq <= 110; seq++) {
      step.take(fresh, moment(frame(seq), List.of(), List.of(wave(0))), slots, change);
    }
    assertThat(change.drops()).isEmpty();
    assertThat(change.requests()).hasSize(1);
    assertThat(change.requests().get(0).id()).isEqualTo("door/1/100-110/period/words");
  }

  @Test
  void shouldGiveTheNextEventItsTurnWhenEventsOverlap() {
    Action jump = new Action("jump", wave(4).start());
    wave(0, 4);
    take(moment(frame(5), List.of(), List.of(wave(0), jump)));
    MediaPoint end = MediaPoint.of(frame(5).position());
    WindowChange change =
        take(moment(frame(6), List.of(new Moment.Ended(wave(0), end)), List.of(jump)));
    assertThat(change.requests()).extracting(CaptionRequest::id).hasSize(1);

    change =
        take(
            moment(
                frame(7),
                List.of(new Moment.Ended(jump, MediaPoint.of(frame(6).position()))),
                List.of()));
    assertThat(seqs(change.requests().get(0))).containsExactly(4L, 5L, 6L);
    assertThat(change.requests().get(0).reason().id()).isEqualTo("door/1/4/jump");
  }

  @Test
  void shouldReadWhatItWrote() {
    wave(0, 40);
    byte[] bytes = WindowCodec.write(state);
    WindowChange change = new WindowChange();
    WindowState read = STEP.load(bytes, change);

    assertThat(read).usingRecursiveComparison().isEqualTo(state);
    assertThat(WindowCodec.write(read)).isEqualTo(bytes);
    assertThat(change.resets()).isEmpty();
  }

  @Test
  void shouldStartAfreshForBytesThatAreNotItsOwn() {
    wave(0, 40);
    byte[] bytes = WindowCodec.write(state);
    for (int length = 0; length < bytes.length; length++) {
      assertThat(causes(STEP, Arrays.copyOf(bytes, length))).containsExactly(ResetCause.UNREADABLE);
    }
    assertThat(causes(STEP, Arrays.copyOf(bytes, bytes.length + 1)))
        .containsExactly(ResetCause.UNREADABLE);
    byte[] newer = bytes.clone();
    newer[0]++;
    assertThat(causes(STEP, newer)).containsExactly(ResetCause.CODEC_VERSION);
    for (CaptionRules other :
        List.of(TestPack.captions("words", "d", 4, 0, 0), TestPack.captions(5, 0, 0))) {
      WindowStep step = new WindowStep(other, TestPack.pack().manifest());
      assertThat(causes(step, bytes)).containsExactly(ResetCause.PACK_CHANGED);
    }
  }

  @Test
  void shouldSurviveAnyDamage() {
    Random random = new Random(3);
    wave(0, 40);
    byte[] bytes = WindowCodec.write(state);
    WindowState one = STILL.load(null, new WindowChange());
    for (long seq = 0; seq <= 40; seq++) {
      STILL.take(one, moment(frame(seq), List.of(), List.of(wave(0))), slots, new WindowChange());
    }
    byte[] single = WindowCodec.write(one);
    byte[] slot = WindowCodec.write(new KeptFrame(1, wave(0).start(), frame(0).tensors()));
    for (int i = 0; i < 20_000; i++) {
      WindowState damaged = STEP.load(damaged(bytes, random), new WindowChange());
      WindowChange change = new WindowChange();
      STEP.take(damaged, moment(frame(41), List.of(), List.of(wave(0))), slots, change);
      STEP.request(damaged, CAMERA, slots, change);
      WindowState still = STILL.load(damaged(single, random), new WindowChange());
      STILL.request(still, CAMERA, slots, change);
      try {
        KeptFrame read = WindowCodec.readFrame(damaged(slot, random));
        assertThat(WindowCodec.readFrame(WindowCodec.write(read))).isEqualTo(read);
      } catch (ContractException e) {
        assertThat(e).hasMessageContaining(" ");
      }
    }
  }

  private static byte[] damaged(byte[] bytes, Random random) {
    byte[] damaged = bytes.clone();
    damaged[1 + random.nextInt(bytes.length - 1)] = (byte) random.nextInt();
    damaged[1 + random.nextInt(bytes.length - 1)] = (byte) random.nextInt();
    return damaged;
  }

  private static List<ResetCause> causes(WindowStep step, byte[] bytes) {
    WindowChange change = new WindowChange();
    assertThat(step.load(bytes, change).action()).isNull();
    return change.resets();
  }

  @Test
  void shouldRefuseRulesThatMakeNoSense() {
    for (int frames : new int[] {0, 257}) {
      assertThatThrownBy(() -> TestPack.captions(frames, 0, 0))
          .isInstanceOf(TopologyException.class)
          .hasMessageContaining("frames must be 1 to 256 (not %d)", frames);
    }
    assertThatThrownBy(() -> TestPack.captions(4, -1, 0)).isInstanceOf(TopologyException.class);
    assertThatThrownBy(() -> reading(TestPack.ENCODER, List.of("feature", "feature"), Set.of()))
        .isInstanceOf(TopologyException.class);
  }

  private static CaptionRules reading(String encoder, List<String> tensors, Set<String> labels) {
    return new CaptionRules(RULES.pack(), encoder, 4, tensors, labels, 0, 0);
  }

  @Test
  void shouldRefuseRulesThatThePackCannotKeep() {
    Manifest actions = TestPack.pack().manifest();
    CaptionRules label = reading(TestPack.ENCODER, TestPack.TENSORS, Set.of("swim"));
    assertThatThrownBy(() -> label.check(actions))
        .hasMessage(
            "caption pack 'words' waits for label 'swim', which pack 'test-pack' does not have: it has [calm, wave, jump]");
    CaptionRules tensor = reading(TestPack.ENCODER, List.of("map"), Set.of());
    assertThatThrownBy(() -> tensor.check(actions))
        .hasMessage(
            "caption pack 'words' reads tensor 'map', which the encoder of pack 'test-pack' does not give: it gives [feature, thumb]");
    CaptionRules encoder = reading("f".repeat(64), TestPack.TENSORS, Set.of());
    assertThatThrownBy(() -> encoder.check(actions))
        .isInstanceOf(TopologyException.class)
        .hasMessage(
            "caption pack 'words' reads features of encoder %s, but pack 'test-pack' has encoder %s: use a caption pack that was made for this pack",
            "f".repeat(64), TestPack.ENCODER);
  }

  @Test
  void shouldTakeItsRulesFromTheCaptionPack() {
    assertThat(CaptionRules.of(TestPack.captionPack(4)))
        .isEqualTo(
            new CaptionRules(
                new PackRef("words", "1.0.0", "c".repeat(64)),
                TestPack.ENCODER,
                4,
                TestPack.TENSORS,
                Set.of("wave", "jump"),
                2_000_000,
                100_000));
    CaptionRules.of(TestPack.captionPack(4)).check(TestPack.pack().manifest());
    assertThatThrownBy(() -> CaptionRules.of(TestPack.pack()))
        .isInstanceOf(InferenceException.class)
        .hasMessage("pack 'test-pack' has no caption part: it scores labels");
  }
}
