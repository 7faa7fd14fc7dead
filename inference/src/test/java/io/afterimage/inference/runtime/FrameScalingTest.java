package io.afterimage.inference.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.afterimage.contract.frame.Fit;
import io.afterimage.contract.frame.FrameInput;
import io.afterimage.contract.frame.Pixels;
import io.afterimage.contract.frame.Plane;
import io.afterimage.inference.pack.EventRules;
import io.afterimage.inference.pack.Manifest;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FrameScalingTest {
  private static final int WIDTH = 7;
  private static final int HEIGHT = 5;

  @ParameterizedTest
  @EnumSource(Pixels.class)
  void shouldEqualTheFormulaInTrainingsLayout(Pixels pixels) {
    int channels = 2 * pixels.channels();
    List<Float> mean = List.of(0.485f, 0.456f, 0.406f, 0.1f, 0f, 0.9f).subList(0, channels);
    List<Float> std = List.of(0.229f, 0.224f, 0.225f, 1f, 0.5f, 0.01f).subList(0, channels);
    FrameInput input =
        new FrameInput(WIDTH, HEIGHT, pixels, List.of(Plane.CURRENT, Plane.PREVIOUS), Fit.STRETCH);
    byte[] record = new byte[input.byteSize()];
    new Random(1).nextBytes(record);
    FrameScaling scaling = new FrameScaling(manifest(input, mean, std));
    FloatBuffer out = FloatBuffer.allocate(2 * scaling.size());

    scaling.scale(record, new float[scaling.size()], out, scaling.size());

    int at = scaling.size();
    for (int channel = 0; channel < channels; channel++) {
      for (int y = 0; y < HEIGHT; y++) {
        for (int x = 0; x < WIDTH; x++) {
          int plane = channel / pixels.channels();
          int colour = channel % pixels.channels();
          int value =
              record[((plane * HEIGHT + y) * WIDTH + x) * pixels.channels() + colour] & 0xff;
          assertThat((double) out.get(at++))
              .isCloseTo((value / 255.0 - mean.get(channel)) / std.get(channel), within(1e-5));
        }
      }
    }
  }

  private static Manifest manifest(FrameInput input, List<Float> mean, List<Float> std) {
    return new Manifest(
        "x",
        "1.0.0",
        "x",
        "x",
        1,
        input,
        mean,
        std,
        List.of(),
        "x",
        List.of(),
        null,
        new EventRules(true, 0, List.of()),
        Set.of(),
        Map.of(),
        Map.of());
  }
}
