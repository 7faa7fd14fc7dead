package io.afterimage.app.run;

import io.afterimage.contract.Topics;
import io.afterimage.contract.caption.AttentionEvent;
import io.afterimage.contract.caption.CaptionEvent;
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
  private final String pack;
  private final boolean tellAccuracy;
  private final RunEpochs epochs;
  private final @Nullable EventFile file;
  private final Consumer<ConsumerRecord<String, byte[]>> show;
  private final LiveAccuracy accuracy = new LiveAccuracy();
  private final AtomicLong actions = new AtomicLong();
  private final AtomicLong captions = new AtomicLong();

  /**
   * @param topics the topics' names
   * @param pack the id of the pack whose accuracy is told
   * @param tellAccuracy whether predictions are compared with what simulated cameras know
   * @param epochs which epochs are the run's
   * @param file gets every event; null: nothing does
   * @param show shows action events and captions to people
   */
  RunEvents(
      Topics topics,
      String pack,
      boolean tellAccuracy,
      RunEpochs epochs,
      @Nullable EventFile file,
      Consumer<ConsumerRecord<String, byte[]>> show) {
    this.topics = topics;
    this.pack = pack;
    this.tellAccuracy = tellAccuracy;
    this.epochs = epochs;
    this.file = file;
    this.show = show;
  }

  @Override
  public void accept(ConsumerRecord<String, byte[]> record) {
    if (EventJson.isMarker(record.value())) {
      mark(EventJson.read(record.value(), EventMarker.class), EpochEnd.of(record));
    } else if (record.topic().equals(topics.attention())) {
      attention(record);
    } else {
      EventRecord event = read(record);
      if (epochs.contains(event.camera(), event.epoch())) {
        keep(record, event);
      }
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

  /** How many captions were told. */
  long captions() {
    return captions.get();
  }

  private void mark(EventMarker marker, EpochEnd end) {
    if (marker.marker().equals("end")) {
      epochs.marked(marker.camera(), marker.epoch(), end);
    }
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
      if (tellAccuracy && prediction.pack().id().equals(pack)) {
        accuracy.prediction(prediction);
      }
      return;
    }
    show.accept(record);
    if (isStart(event)) {
      actions.incrementAndGet();
    } else if (event instanceof CaptionEvent) {
      captions.incrementAndGet();
    }
  }

  /** Weights are for programs: they are only written down. */
  private void attention(ConsumerRecord<String, byte[]> record) {
    AttentionEvent event = EventJson.read(record.value(), AttentionEvent.class);
    if (file != null && epochs.contains(event.camera(), event.epoch())) {
      file.write(record);
    }
  }

  private EventRecord read(ConsumerRecord<String, byte[]> record) {
    if (record.topic().equals(topics.truth())) {
      return EventJson.read(record.value(), TruthEvent.class);
    }
    if (record.topic().equals(topics.captions())) {
      return EventJson.readCaption(record.value());
    }
    return record.topic().equals(topics.predictions())
        ? EventJson.readPrediction(record.value())
        : EventJson.readAction(record.value());
  }

  private static boolean isStart(EventRecord event) {
    return event instanceof ActionEvent action && action.phase() == Phase.START;
  }
}
