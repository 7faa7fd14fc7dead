package io.afterimage.topology.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.inference.pack.CutRule;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CutDetectorTest {
  private static final long SETTLED_US = 2_000_000;

  private final CutDetector detector = new CutDetector(new CutRule("thumb", 0.15, 3, 2_000_000));
  private CutState state = CutState.NONE;

  private List<Boolean> see(long ptsUs, double... pictures) {
    List<Boolean> cuts = new ArrayList<>();
    for (double picture : pictures) {
      float level = (float) picture;
      CutDetector.Seen seen =
          detector.see(state, ptsUs, FloatBuffer.wrap(new float[] {level, level}));
      state = seen.next();
      cuts.add(seen.cut());
    }
    return cuts;
  }

  @Test
  void shouldCutOnlyAfterEnoughUnlikeFramesInARow() {
    assertThat(see(SETTLED_US, 0.2, 0.8, 0.8, 0.2, 0.8, 0.8, 0.8, 0.8))
        .containsExactly(false, false, false, false, false, false, true, false);
  }

  @Test
  void shouldTakeEveryFrameForTheReferenceWhileTheCameraSettles() {
    assertThat(see(1_999_999, 0.0, 0.9, 0.9, 0.9, 0.1)).doesNotContain(true);
    assertThat(see(SETTLED_US, 0.1, 0.1, 0.1)).doesNotContain(true);
  }

  @Test
  void shouldFollowSlowChanges() {
    see(SETTLED_US, 0.2);
    for (int i = 1; i <= 60; i++) {
      assertThat(see(SETTLED_US, 0.2 + 0.01 * i)).containsExactly(false);
    }
  }

  @Test
  void shouldNotCutByOneFrameLikeTheReferenceBetween() {
    see(SETTLED_US, 0.2);
    for (int i = 0; i < 5; i++) {
      assertThat(see(SETTLED_US, 0.9, 0.9, 0.2)).doesNotContain(true);
    }
  }

  @Test
  void shouldBeginAgainWithAPictureOfAnotherSize() {
    see(SETTLED_US, 0.2);
    CutDetector.Seen seen = detector.see(state, SETTLED_US, FloatBuffer.wrap(new float[] {1f}));

    assertThat(seen.cut()).isFalse();
    assertThat(seen.next().reference()).containsExactly(1f);
  }
}
