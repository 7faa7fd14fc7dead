package io.afterimage.inference.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.afterimage.contract.feature.Shape;
import io.afterimage.contract.feature.Tensor;
import java.nio.FloatBuffer;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Tensors of shipped packs and the values that a golden says they have. */
final class GoldenTensors {
  /** What the encoders' graphs compute in floats alone, or PyTorch did. */
  private static final float FLOATS = 1e-4f;

  /**
   * Of what is behind an encoder's 8-bit convolutions: where another kind of processor rounds a
   * value to the step beside it, of 0.02 to 0.09, what was made of it differs by as much. Pictures
   * changed by one part in a million gave differences of 0.06 at most and 0.0002 in the mean.
   */
  private static final float STEPS = 0.15f;

  private static final float STEPS_IN_THE_MEAN = 0.001f;

  private static final Set<String> IN_STEPS = Set.of("feature", "grid", "attention");

  private GoldenTensors() {}

  /** Asserts that an encoder's output is the golden's, to the precision it is computed with. */
  static void assertEncoded(Tensor actual, JsonNode expected) {
    if (!IN_STEPS.contains(actual.name())) {
      assertClose(actual, expected);
      return;
    }
    assertClose(actual, expected, STEPS);
    FloatBuffer values = actual.floats();
    double apart = 0;
    for (int i = 0; i < expected.size(); i++) {
      apart += Math.abs(values.get(i) - expected.path(i).floatValue());
    }
    assertThat(apart / expected.size())
        .as("mean difference of %s", actual.name())
        .isLessThan(STEPS_IN_THE_MEAN);
  }

  /** Asserts that a tensor which is computed in floats is the golden's. */
  static void assertClose(Tensor actual, JsonNode expected) {
    assertClose(actual, expected, FLOATS);
  }

  private static void assertClose(Tensor actual, JsonNode expected, float tolerance) {
    FloatBuffer values = actual.floats();
    assertThat(values.remaining()).isEqualTo(expected.size());
    for (int i = 0; i < expected.size(); i++) {
      assertThat(values.get(i))
          .as("%s[%d]", actual.name(), i)
          .isCloseTo(expected.path(i).floatValue(), within(tolerance));
    }
  }

  /** A tensor of that name and shape with the golden's values. */
  static Tensor of(String name, Shape shape, JsonNode values) {
    float[] floats = new float[values.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = values.path(i).floatValue();
    }
    return Tensor.ofFloats(name, shape, floats);
  }
}
