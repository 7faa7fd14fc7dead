package io.afterimage.app.run;

import io.afterimage.contract.Topics;
import io.afterimage.contract.event.ActionEvent;
import io.afterimage.contract.event.EventJson;
import io.afterimage.contract.event.EventMarker;
import io.afterimage.contract.event.EventRecord;
import io.afterimage.contract.event.Phase;
import io.afterimage.contract.event.Prediction;
import io.afterimage.contract.event.TruthEvent;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Takes what the event topics bring during a run and keeps what is the run's own: writes it down,
 * shows it, counts it. Called by the tail's thread.
 */
final class RunEvents implements Consumer<ConsumerRecord<String, byte[]>> {
  private final Topics topics;
  private final RunEpochs epochs;
  private final @Nullable EventFile file;
  private final Consumer<ConsumerRecord<String, byte[]>> show;
  private final LiveAccuracy accuracy = new LiveAccuracy();
  private final AtomicLong actions = new AtomicLong();

  /**
   * @param topics the topics' names
   * @param epochs which epochs are the run's
   * @param file gets every event; null: nothing does
   * @param show shows action events to people
   */
  RunEvents(
      Topics topics,
      RunEpochs epochs,
      @Nullable EventFile file,
      Consumer<ConsumerRecord<String, byte[]>> show) {
    this.topics = topics;
    this.epochs = epochs;
    this.file = file;
    this.show = show;
  }

  @Override
  public void accept(ConsumerRecord<String, byte[]> record) {
    EventRecord event = read(record);
    if (event instanceof EventMarker marker) {
      if (marker.marker().equals("end")) {
        epochs.marked(marker.camera(), marker.epoch());
      }
    } else if (epochs.contains(event.camera(), event.epoch())) {
      keep(record, event);
    }
  }

  /** How the predictions of simulated cameras agree with the truth. */
  LiveAccuracy accuracy() {
    return accuracy;
  }

  /** How many action events have begun. */
  long actions() {
    return actions.get();
  }

  private void keep(ConsumerRecord<String, byte[]> record, EventRecord event) {
    if (event instanceof TruthEvent truth) {
      accuracy.truth(truth);
      return;
    }
    if (file != null) {
      file.write(record);
    }
    if (event instanceof Prediction prediction) {
      accuracy.prediction(prediction);
    } else {
      show.accept(record);
      if (isStart(event)) {
        actions.incrementAndGet();
      }
    }
  }

  private EventRecord read(ConsumerRecord<String, byte[]> record) {
    if (record.topic().equals(topics.truth())) {
      return EventJson.read(record.value(), TruthEvent.class);
    }
    return record.topic().equals(topics.predictions())
        ? EventJson.readPrediction(record.value())
        : EventJson.readAction(record.value());
  }

  private static boolean isStart(EventRecord event) {
    return event instanceof ActionEvent action && action.phase() == Phase.START;
  }
}
