package io.afterimage.app.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.afterimage.contract.event.PackRef;
import io.afterimage.contract.event.Prediction;
import io.afterimage.contract.event.TruthEvent;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LiveAccuracyTest {
  private final LiveAccuracy accuracy = new LiveAccuracy();

  private void predict(String camera, long epoch, long seq, String label) {
    accuracy.prediction(
        new Prediction(
            camera,
            epoch,
            seq,
            seq * 80_000,
            Instant.EPOCH,
            label,
            Map.of(label, 1.0),
            new PackRef("p", "1.0.0", "")));
  }

  private void truth(String camera, long epoch, long seq, String label) {
    accuracy.truth(new TruthEvent(camera, epoch, seq, seq * 80_000, Instant.EPOCH, label));
  }

  @Test
  void shouldCompareEachFrameWithTheLabelInForce() {
    truth("a", 1, 0, "walk");
    truth("a", 1, 40, "fall");
    for (int seq = 0; seq < 105; seq++) {
      predict("a", 1, seq, seq < 50 ? "walk" : "fall");
    }
    assertThat(accuracy.frames()).isEqualTo(80);
    assertThat(accuracy.share()).isCloseTo(70 / 80.0, within(1e-9));
  }

  @Test
  void shouldNotCountALabelChangeThatArrivesLaterThanItsFrames() {
    truth("a", 1, 0, "walk");
    for (int seq = 0; seq < 20; seq++) {
      predict("a", 1, seq, "fall");
    }
    truth("a", 1, 0, "fall");
    for (int seq = 20; seq < 50; seq++) {
      predict("a", 1, seq, "fall");
    }
    assertThat(accuracy.share()).isEqualTo(1.0);
  }

  @Test
  void shouldKeepCamerasAndEpochsApart() {
    truth("a", 1, 0, "walk");
    truth("a", 2, 0, "fall");
    truth("b", 1, 0, "lie");
    for (int seq = 0; seq < 30; seq++) {
      predict("a", 1, seq, "walk");
      predict("a", 2, seq, "fall");
      predict("b", 1, seq, "lie");
    }
    assertThat(accuracy.frames()).isEqualTo(15);
    assertThat(accuracy.share()).isEqualTo(1.0);
  }
}
