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
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Sends what a record or the clock brought about. Belongs to one task; one thread at a time. */
final class EventSender {
  private final ProcessorContext<String, Output> context;
  private final EventWriter writer;
  private final StageMeters meters;
  private final boolean predictions;

  EventSender(
      ProcessorContext<String, Output> context,
      EventWriter writer,
      StageMeters meters,
      boolean predictions) {
    this.context = context;
    this.writer = writer;
    this.meters = meters;
    this.predictions = predictions;
  }

  /**
   * Sends the events that a record caused, each start with what was looked at for it; then the
   * marker or the prediction that it is.
   */
  void send(CameraId camera, Record<String, FeatureRecord> record, Change change) {
    say(camera, record, change);
    long at = record.timestamp();
    FeatureRecord cause = record.value();
    if (cause instanceof Marker marker) {
      pass(EventMarker.of(camera, marker), marker.kind() == Marker.Kind.END, at);
    } else if (predictions) {
      EventRecord told = writer.prediction(camera, cause.position(), change.scores());
      send(Output.Sink.PREDICTIONS, told, at);
    }
  }

  /** Sends the events that a record caused, each start with what was looked at for it. */
  void say(CameraId camera, Record<String, FeatureRecord> record, Change change) {
    long at = record.timestamp();
    FeatureRecord cause = record.value();
    if (!change.spoken().isEmpty()) {
      LatencyMs latency = writer.latency(cause);
      for (Spoken spoken : change.spoken()) {
        meters.count(spoken.emission().phase());
        ActionEvent event = writer.event(camera, spoken, latency);
        send(Output.Sink.ACTIONS, event, at);
        Look look = change.look();
        if (look != null && event.phase() == Phase.START) {
          send(event, look, cause.position(), at);
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
    LatencyMs latency = writer.latency(last.captureTime());
    for (Spoken spoken : change.spoken()) {
      meters.count(spoken.emission().phase());
      Record<String, Output> ended =
          outgoing(Output.Sink.ACTIONS, writer.event(camera, spoken, latency), nowMs);
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

  private void send(ActionEvent started, Look look, Position frame, long at) {
    meters.count(look.outcome());
    if (look.outcome() == AttentionOutcome.TOLD) {
      AttentionEvent attention = writer.attention(started, look.weights(), frame);
      CloudEvent attributes = attention.cloudEvent(started.pack(), frame.captureTime());
      Output output = new Output(Output.Sink.ATTENTION, attention);
      context.forward(output.under(started.camera(), at, attributes));
    }
  }

  /** In the attention topic, to which caption packs write too, each pack tells its own end. */
  private void pass(EventMarker marker, boolean end, long at) {
    send(Output.Sink.ACTIONS, marker, at);
    if (predictions) {
      send(Output.Sink.PREDICTIONS, marker, at);
    }
    if (end && writer.attends()) {
      Output output = new Output(Output.Sink.ATTENTION, marker);
      context.forward(output.under(marker.camera(), at, marker.cloudEvent(writer.pack())));
    }
  }

  private void send(Output.Sink sink, EventRecord event, long at) {
    context.forward(outgoing(sink, event, at));
  }

  private static Record<String, Output> outgoing(Output.Sink sink, EventRecord event, long at) {
    return new Output(sink, event).under(event.camera(), at, event.cloudEvent());
  }
}
