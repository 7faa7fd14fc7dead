package io.afterimage.ingest.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.contract.frame.Fit;
import io.afterimage.contract.frame.FrameInput;
import io.afterimage.contract.frame.Pixels;
import io.afterimage.contract.frame.Plane;
import io.afterimage.ingest.picture.Size;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlacementTest {
  private static final Size WIDE = new Size(640, 360);

  @Test
  void shouldStretchToTheInput() {
    assertThat(Placement.of(input(Fit.STRETCH), WIDE))
        .isEqualTo(new Placement(new Size(96, 96), 0, 0, 0, 0, 96, 96));
  }

  @Test
  void shouldCentreALetterbox() {
    assertThat(Placement.of(input(Fit.LETTERBOX), WIDE))
        .isEqualTo(new Placement(new Size(96, 54), 0, 0, 0, 21, 96, 54));
  }

  @Test
  void shouldKeepTheMiddleOfACrop() {
    assertThat(Placement.of(input(Fit.CROP), WIDE))
        .isEqualTo(new Placement(new Size(171, 96), 37, 0, 0, 0, 96, 96));
  }

  @Test
  void shouldNeverScaleToNothing() {
    Placement thin = Placement.of(input(Fit.LETTERBOX), new Size(4000, 2));
    assertThat(thin.height()).isEqualTo(1);
  }

  private static FrameInput input(Fit fit) {
    return new FrameInput(96, 96, Pixels.GRAY8, List.of(Plane.CURRENT), fit);
  }
}
