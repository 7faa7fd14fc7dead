package io.afterimage.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.contract.CameraId;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RunEpochsTest {
  private static final CameraId DOOR = new CameraId("door");
  private static final CameraId YARD = new CameraId("yard");

  private static final EpochEnd ACTIONS = new EpochEnd("actions", null);
  private static final EpochEnd CAPTIONS = new EpochEnd("captions", "words");

  private static boolean complete(RunEpochs epochs) throws InterruptedException {
    return epochs.await(0, TimeUnit.MILLISECONDS);
  }

  @Test
  void shouldEndOnlyWhenEverySourceEndedAndEveryEndWasToldEverywhere() throws Exception {
    RunEpochs epochs = new RunEpochs(Set.of(ACTIONS, CAPTIONS));
    epochs.opened(DOOR, 4);
    epochs.opened(YARD, 1);
    epochs.marked("door", 4, ACTIONS);
    epochs.marked("door", 4, CAPTIONS);
    epochs.marked("yard", 1, ACTIONS);
    assertThat(complete(epochs)).as("a source goes on").isFalse();
    epochs.sourcesEnded();
    assertThat(complete(epochs)).as("one of two places").isFalse();
    epochs.marked("yard", 1, CAPTIONS);
    assertThat(complete(epochs)).isTrue();
  }

  @Test
  void shouldWaitForEachEndHoweverOftenAnotherIsTold() throws Exception {
    RunEpochs epochs = new RunEpochs(Set.of(ACTIONS, CAPTIONS));
    epochs.opened(DOOR, 4);
    epochs.sourcesEnded();
    epochs.marked("door", 4, ACTIONS);
    epochs.marked("door", 4, ACTIONS);
    epochs.marked("door", 4, new EpochEnd("captions", "another"));
    assertThat(complete(epochs)).as("the caption pack goes on").isFalse();
    epochs.marked("door", 4, CAPTIONS);
    assertThat(complete(epochs)).isTrue();
  }

  @Test
  void shouldNotWaitForASourceThatNeverOpened() throws Exception {
    RunEpochs epochs = new RunEpochs(Set.of(ACTIONS));
    epochs.sourcesEnded();
    assertThat(complete(epochs)).isTrue();
  }

  @Test
  void shouldKnowItsOwnEpochsFromThoseOfEarlierRuns() throws Exception {
    RunEpochs epochs = new RunEpochs(Set.of(ACTIONS));
    epochs.opened(DOOR, 4);
    epochs.sourcesEnded();
    epochs.marked("door", 3, ACTIONS);
    assertThat(epochs.contains("door", 3)).isFalse();
    assertThat(epochs.contains("door", 4)).isTrue();
    assertThat(complete(epochs)).as("the marker was another epoch's").isFalse();
  }

  @Test
  void shouldWaitForEachEpochOfACameraThatChangedItsResolution() throws Exception {
    RunEpochs epochs = new RunEpochs(Set.of(ACTIONS));
    epochs.opened(DOOR, 4);
    epochs.opened(DOOR, 5);
    epochs.sourcesEnded();
    epochs.marked("door", 5, ACTIONS);
    assertThat(complete(epochs)).isFalse();
    epochs.marked("door", 4, ACTIONS);
    assertThat(complete(epochs)).isTrue();
  }
}
