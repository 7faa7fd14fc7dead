package io.afterimage.app.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.contract.frame.Fit;
import io.afterimage.contract.frame.FrameInput;
import io.afterimage.contract.frame.Pixels;
import io.afterimage.contract.frame.Plane;
import io.afterimage.ingest.picture.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ShowingTest {
  private static final Size MOST = new Size(1280, 960);

  @ParameterizedTest
  @CsvSource({
    ",          640,  360,  640, 360",
    "STRETCH,   640,  360,  640, 360",
    "LETTERBOX, 640,  360,  640, 480",
    "LETTERBOX, 360,  640,  853, 640",
    "CROP,      640,  360,  480, 360",
    "CROP,      360,  640,  360, 270",
    "STRETCH,   1920, 1080, 1280, 720",
    "LETTERBOX, 1920, 1080, 1280, 960",
    "STRETCH,   1080, 1920, 540, 960",
    "STRETCH,   4000, 1,    1280, 1",
  })
  void shouldShowWhatTheEncoderSawInThePicturesOwnProportions(
      @Nullable Fit fit, int width, int height, int shownWidth, int shownHeight) {
    FrameInput input =
        fit == null
            ? null
            : new FrameInput(128, 96, Pixels.GRAY8, List.of(Plane.CURRENT, Plane.PREVIOUS), fit);
    assertThat(Showing.of(input, new Size(width, height), MOST))
        .isEqualTo(new Showing(new Size(shownWidth, shownHeight), fit == null ? Fit.STRETCH : fit));
  }
}
