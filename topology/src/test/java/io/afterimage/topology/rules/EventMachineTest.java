package io.afterimage.topology.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.contract.event.MediaPoint;
import io.afterimage.inference.pack.EventRules;
import io.afterimage.topology.fixture.TestPack;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventMachineTest {
  private static final long PERIOD_US = 100_000;

  private final List<String> said = new ArrayList<>();
  private final List<Double> confidences = new ArrayList<>();
  private EventState state = new EventState(3);
  private long seq;

  /** Enter 0.5, leave 0.3; minimum 200 ms, merge 200 ms, at most 1 s. */
  private static EventRules rules(boolean exclusive) {
    return TestPack.rules(exclusive, 0, 200_000, 200_000, 1_000_000);
  }

  private EventMachineTest run(EventRules rules, float[]... frames) {
    EventMachine machine = new EventMachine(rules, TestPack.LABELS);
    for (float[] frame : frames) {
      MediaPoint at = new MediaPoint(seq, seq * PERIOD_US, Instant.EPOCH);
      note(machine.step(state, at, List.of(frame[0], frame[1], frame[2])));
      seq++;
    }
    return this;
  }

  private void note(List<Emission> emissions) {
    for (Emission emission : emissions) {
      MediaPoint end = emission.end();
      said.add(
          "%d: %s %s %d%s"
              .formatted(
                  seq,
                  emission.phase().wireName(),
                  emission.label(),
                  emission.start().seq(),
                  end == null ? "" : "-" + end.seq()));
      confidences.add(emission.confidence());
    }
  }

  private static float[] calm(double score) {
    return new float[] {(float) score, 0, 0};
  }

  private static float[] both(double calm, double wave) {
    return new float[] {(float) calm, (float) wave, 0};
  }

  @Test
  void shouldStartWhenTheCandidateHasLastedAndTellItsFirstFrame() {
    run(rules(true), calm(0), calm(0.6), calm(0.6));
    assertThat(said).isEmpty();

    run(rules(true), calm(0.9));
    assertThat(said).containsExactly("3: start calm 1");
    assertThat(confidences.get(0)).isCloseTo(0.7, org.assertj.core.data.Offset.offset(1e-6));
  }

  @Test
  void shouldForgetACandidateThatFallsBelowLeave() {
    run(rules(true), calm(0.6), calm(0.6), calm(0.29), calm(0.6), calm(0.6), calm(0.2));

    assertThat(said).isEmpty();
  }

  @Test
  void shouldKeepACandidateBetweenLeaveAndEnterWaiting() {
    run(rules(true), calm(0.6), calm(0.4), calm(0.4), calm(0.4));
    assertThat(said).isEmpty();

    run(rules(true), calm(0.5));
    assertThat(said).containsExactly("4: start calm 0");
  }

  @Test
  void shouldStayOpenBetweenLeaveAndEnter() {
    run(rules(true), calm(0.6), calm(0.6), calm(0.6), calm(0.3), calm(0.3), calm(0.3), calm(0.3));

    assertThat(said).containsExactly("2: start calm 0");
  }

  @Test
  void shouldMergeOverAShortGapAndEndAfterALongOne() {
    run(rules(true), calm(0.6), calm(0.6), calm(0.6), calm(0), calm(0), calm(0.6));
    assertThat(said).containsExactly("2: start calm 0");

    run(rules(true), calm(0), calm(0), calm(0));
    assertThat(said).containsExactly("2: start calm 0", "8: end calm 0-5");
  }

  @Test
  void shouldCountOnlyFramesUpToTheEndInItsConfidence() {
    run(rules(true), calm(0.6), calm(0.6), calm(0.6), calm(0), calm(0), calm(0));

    assertThat(confidences.get(1)).isCloseTo(0.6, org.assertj.core.data.Offset.offset(1e-6));
  }

  @Test
  void shouldEndAtTheGreatestLengthAndBeginAgainWithTheNextFrame() {
    float[][] frames = new float[16][];
    java.util.Arrays.fill(frames, calm(0.8));
    run(rules(true), frames);

    assertThat(said).containsExactly("2: start calm 0", "10: end calm 0-10", "13: start calm 11");
  }

  @Test
  void shouldTellUpdatesInAFixedRhythm() {
    float[][] frames = new float[9][];
    java.util.Arrays.fill(frames, calm(0.8));
    run(TestPack.rules(true, 300_000, 200_000, 200_000, 10_000_000), frames);

    assertThat(said).containsExactly("2: start calm 0", "5: update calm 0", "8: update calm 0");
  }

  @Test
  void shouldEndTheExcludedEventBeforeTheNewOneBegins() {
    run(rules(true), both(0.9, 0), both(0.9, 0), both(0.9, 0), both(0.6, 0.35));
    run(rules(true), both(0.4, 0.6), both(0.4, 0.6), both(0.4, 0.6));

    assertThat(said).containsExactly("2: start calm 0", "6: end calm 0-3", "6: start wave 4");
  }

  @Test
  void shouldEndTheExcludedEventAtItsStartIfItBeganLater() {
    // Wave waits below enter while calm opens, then opens first of the two by its first frame.
    run(rules(true), both(0, 0.6), both(0.9, 0.4), both(0.9, 0.4), both(0.9, 0.4));
    run(rules(true), both(0.4, 0.6));

    assertThat(said).containsExactly("3: start calm 1", "4: end calm 1-1", "4: start wave 0");
  }

  @Test
  void shouldLetTheFirstOfEqualScoresBeTheTop() {
    run(rules(true), both(0.5, 0.5), both(0.5, 0.5), both(0.5, 0.5), both(0.5, 0.5));

    assertThat(said).containsExactly("2: start calm 0");
  }

  @Test
  void shouldHaveSeveralEventsAtOnceIfLabelsDoNotExcludeEachOther() {
    run(rules(false), both(0.9, 0.6), both(0.9, 0.6), both(0.9, 0.6), both(0, 0.6));
    run(rules(false), both(0, 0.6), both(0, 0.6));

    assertThat(said).containsExactly("2: start calm 0", "2: start wave 0", "5: end calm 0-2");
  }

  @Test
  void shouldCloseOpenEventsAtTheirLastFrameAndDropCandidates() {
    run(rules(false), both(0.9, 0), both(0.9, 0), both(0.9, 0), both(0, 0.9));
    note(state.close());
    assertThat(said).containsExactly("2: start calm 0", "4: end calm 0-2");

    run(rules(false), both(0, 0.9), both(0, 0.9));
    assertThat(said).hasSize(2);
  }
}
