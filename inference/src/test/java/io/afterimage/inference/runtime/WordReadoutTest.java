package io.afterimage.inference.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.afterimage.contract.feature.DType;
import io.afterimage.inference.InferenceException;
import io.afterimage.inference.InferenceException.Code;
import io.afterimage.inference.caption.WordModel.NextWord;
import io.afterimage.inference.pack.TensorSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

class WordReadoutTest {
  private final BatchBuffer logProbs =
      new BatchBuffer(new TensorSpec("log_probs", List.of(-1, 2), DType.FLOAT32, ""), 2);
  private final BatchBuffer attention =
      new BatchBuffer(new TensorSpec("look", List.of(-1, 3), DType.FLOAT32, ""), 2);
  private final WordReadout readout = new WordReadout(logProbs, attention);

  @Test
  void shouldReadEachHypothesisAndLeaveOutThePlacesThatTheWindowLacks() {
    fill(logProbs, -1, -2, Float.NEGATIVE_INFINITY, -0.5f);
    fill(attention, 0.25f, 0.75f, 0, 1, 0, 0);

    List<NextWord> next = readout.read(2, 2);

    assertThat(next.get(0).logProbs().get(1)).isEqualTo(-2);
    assertThat(next.get(1).logProbs().get(0)).isEqualTo(Float.NEGATIVE_INFINITY);
    assertThat(next.get(0).attention()).containsExactly(0.25f, 0.75f);
    assertThat(next.get(1).attention()).containsExactly(1f, 0f);
  }

  @Test
  void shouldRefuseWhatIsNoLogarithmOfAProbability() {
    fill(attention, 1, 0, 0);
    fill(logProbs, -1, 0.4f);
    assertThat(refuse(1))
        .hasMessage(
            "tensor 'log_probs' holds 0.4 for word 1, which is no logarithm of a probability");
    fill(logProbs, Float.NaN, -1);
    assertThat(refuse(1)).hasMessageContaining("holds NaN for word 0");
  }

  @Test
  void shouldRefuseWeightsThatLieOutsideOfTheWindow() {
    fill(logProbs, -1, -1);
    fill(attention, 0.25f, 0.25f, 0.5f);

    assertThat(refuse(2))
        .hasMessage("tensor 'look' has the sum 0.5 over the window's 2 places, not 1");
    fill(attention, Float.NaN, 0, 0);
    assertThat(refuse(3)).hasMessageContaining("has the sum NaN");
  }

  private InferenceException refuse(int places) {
    InferenceException refused =
        catchThrowableOfType(InferenceException.class, () -> readout.read(1, places));
    assertThat(refused.code()).isEqualTo(Code.RUN_FAILED);
    return refused;
  }

  private static void fill(BatchBuffer buffer, float... values) {
    buffer.bytes().asFloatBuffer().put(0, values);
  }
}
