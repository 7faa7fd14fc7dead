package io.afterimage.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.contract.CameraId;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RunEpochsTest {
  private static final CameraId DOOR = new CameraId("door");
  private static final CameraId YARD = new CameraId("yard");

  private static boolean complete(RunEpochs epochs) throws InterruptedException {
    return epochs.await(0, TimeUnit.MILLISECONDS);
  }

  @Test
  void shouldEndOnlyWhenEverySourceEndedAndEveryMarkerCameThroughEveryTopic() throws Exception {
    RunEpochs epochs = new RunEpochs(2);
    epochs.opened(DOOR, 4);
    epochs.opened(YARD, 1);
    epochs.marked("door", 4);
    epochs.marked("door", 4);
    epochs.marked("yard", 1);
    assertThat(complete(epochs)).as("a source goes on").isFalse();
    epochs.sourcesEnded();
    assertThat(complete(epochs)).as("one of two topics").isFalse();
    epochs.marked("yard", 1);
    assertThat(complete(epochs)).isTrue();
  }

  @Test
  void shouldNotWaitForASourceThatNeverOpened() throws Exception {
    RunEpochs epochs = new RunEpochs(1);
    epochs.sourcesEnded();
    assertThat(complete(epochs)).isTrue();
  }

  @Test
  void shouldKnowItsOwnEpochsFromThoseOfEarlierRuns() throws Exception {
    RunEpochs epochs = new RunEpochs(1);
    epochs.opened(DOOR, 4);
    epochs.sourcesEnded();
    epochs.marked("door", 3);
    assertThat(epochs.contains("door", 3)).isFalse();
    assertThat(epochs.contains("door", 4)).isTrue();
    assertThat(complete(epochs)).as("the marker was another epoch's").isFalse();
  }

  @Test
  void shouldWaitForEachEpochOfACameraThatChangedItsResolution() throws Exception {
    RunEpochs epochs = new RunEpochs(1);
    epochs.opened(DOOR, 4);
    epochs.opened(DOOR, 5);
    epochs.sourcesEnded();
    epochs.marked("door", 5);
    assertThat(complete(epochs)).isFalse();
    epochs.marked("door", 4);
    assertThat(complete(epochs)).isTrue();
  }
}
