package io.afterimage.topology.stage;

import io.afterimage.contract.CameraId;
import io.afterimage.contract.CloudEvent;
import io.afterimage.contract.HeaderText;
import io.afterimage.contract.Marker;
import io.afterimage.contract.Position;
import io.afterimage.contract.caption.AttentionEvent;
import io.afterimage.contract.event.ActionEvent;
import io.afterimage.contract.event.CameraStatus;
import io.afterimage.contract.event.DeadLetter;
import io.afterimage.contract.event.EventMarker;
import io.afterimage.contract.event.EventRecord;
import io.afterimage.contract.event.LatencyMs;
import io.afterimage.contract.event.Phase;
import io.afterimage.contract.feature.FeatureRecord;
import io.afterimage.topology.window.Moment;
import java.util.List;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Sends what a record or the clock brought about. Belongs to one task; one thread at a time. */
final class EventSender {
  private final ProcessorContext<String, Output> context;
  private final ActionWriter actions;
  private final StageMeters meters;
  private final boolean predictions;

  EventSender(
      ProcessorContext<String, Output> context,
      ActionWriter actions,
      StageMeters meters,
      boolean predictions) {
    this.context = context;
    this.actions = actions;
    this.meters = meters;
    this.predictions = predictions;
  }

  /**
   * Sends what a record made a pack say: its events, each start with what was looked at for it;
   * then its prediction, if the record is a frame.
   */
  void send(
      CameraId camera, Record<String, FeatureRecord> record, Change change, EventWriter writer) {
    say(camera, record, change, writer);
    if (predictions && !(record.value() instanceof Marker)) {
      EventRecord told = writer.prediction(camera, record.value().position(), change.scores());
      send(Output.Sink.PREDICTIONS, told, record.timestamp());
    }
  }

  /** Sends the events that a record caused, each start with what was looked at for it. */
  void say(
      CameraId camera, Record<String, FeatureRecord> record, Change change, EventWriter writer) {
    long at = record.timestamp();
    FeatureRecord cause = record.value();
    if (!change.spoken().isEmpty()) {
      LatencyMs latency = actions.latency(cause);
      for (Spoken spoken : change.spoken()) {
        meters.count(spoken.emission().phase());
        ActionEvent event = actions.event(camera, spoken, latency);
        send(Output.Sink.ACTIONS, event, at);
        Look look = change.look();
        if (look != null && event.phase() == Phase.START) {
          send(event, look, cause.position(), at, writer);
        }
      }
    }
  }

  /**
   * Sends ends that no record of the camera caused, marked so.
   *
   * @param by what did, as told in {@code ce_closedby}
   */
  void sendClosed(CameraId camera, Position last, Change change, String by, long nowMs) {
    LatencyMs latency = actions.latency(last.captureTime());
    for (Spoken spoken : change.spoken()) {
      meters.count(spoken.emission().phase());
      Record<String, Output> ended =
          outgoing(Output.Sink.ACTIONS, actions.event(camera, spoken, latency), nowMs);
      HeaderText.put(ended.headers(), "ce_closedby", by);
      context.forward(ended);
    }
  }

  /** Sends the letter about a record that cannot be used, under the record's key. */
  void send(DeadLetter letter, Record<String, FeatureRecord> record) {
    Output output = new Output(Output.Sink.DEAD_LETTERS, letter);
    context.forward(output.under(record.key(), record.timestamp()));
  }

  /** Tells how a camera fares. */
  void send(CameraStatus status, long at) {
    send(Output.Sink.CAMERA_STATUS, status, at);
  }

  /** Takes back what was told of how a camera fares. */
  void removeStatus(CameraId camera, long at) {
    Output removed = new Output(Output.Sink.CAMERA_STATUS, new Output.Removed());
    context.forward(removed.under(camera.value(), at));
  }

  /** Tells the windows what was made of a record, with the record's own headers. */
  void send(Moment moment, Record<String, FeatureRecord> record) {
    Output output = new Output(Output.Sink.WINDOWS, moment);
    context.forward(record.withValue(output));
  }

  /** Tells the windows what was made by the clock. */
  void send(Moment moment, long at) {
    Output output = new Output(Output.Sink.WINDOWS, moment);
    context.forward(output.under(moment.camera().value(), at));
  }

  private void send(ActionEvent started, Look look, Position frame, long at, EventWriter writer) {
    meters.count(look.outcome());
    if (look.outcome() == AttentionOutcome.TOLD) {
      AttentionEvent attention = writer.attention(started, look.weights(), frame);
      CloudEvent attributes = attention.cloudEvent(started.pack(), frame.captureTime());
      Output output = new Output(Output.Sink.ATTENTION, attention);
      context.forward(output.under(started.camera(), at, attributes));
    }
  }

  /**
   * Passes a marker on, once for all packs: behind it comes nothing that they say of what was
   * before. In the attention topic, to which caption packs write too, each pack tells its own end.
   *
   * @param writers of the packs that heeded it
   */
  void pass(CameraId camera, Marker marker, List<EventWriter> writers, long at) {
    EventMarker told = EventMarker.of(camera, marker);
    send(Output.Sink.ACTIONS, told, at);
    if (predictions) {
      send(Output.Sink.PREDICTIONS, told, at);
    }
    for (EventWriter writer : writers) {
      if (marker.kind() == Marker.Kind.END && writer.attends()) {
        Output output = new Output(Output.Sink.ATTENTION, told);
        context.forward(output.under(told.camera(), at, told.cloudEvent(writer.pack())));
      }
    }
  }

  private void send(Output.Sink sink, EventRecord event, long at) {
    context.forward(outgoing(sink, event, at));
  }

  private static Record<String, Output> outgoing(Output.Sink sink, EventRecord event, long at) {
    return new Output(sink, event).under(event.camera(), at, event.cloudEvent());
  }
}
