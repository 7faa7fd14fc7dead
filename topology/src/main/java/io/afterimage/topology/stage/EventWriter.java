package io.afterimage.topology.stage;

import io.afterimage.contract.CameraId;
import io.afterimage.contract.Position;
import io.afterimage.contract.caption.AttentionEvent;
import io.afterimage.contract.event.ActionEvent;
import io.afterimage.contract.event.CameraStatus;
import io.afterimage.contract.event.LatencyMs;
import io.afterimage.contract.event.MediaPoint;
import io.afterimage.contract.event.PackRef;
import io.afterimage.contract.event.Prediction;
import io.afterimage.contract.feature.Feature;
import io.afterimage.contract.feature.FeatureRecord;
import io.afterimage.contract.feature.Timing;
import io.afterimage.inference.pack.AttentionSpec;
import io.afterimage.inference.pack.Pack;
import io.afterimage.topology.memory.Trouble;
import io.afterimage.topology.rules.Emission;
import io.afterimage.topology.rules.EventMachine;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts what was said into events. Everything but the latency comes from the log alone. Immutable
 * and thread-safe.
 */
final class EventWriter {
  private final List<String> labels;
  private final PackRef pack;
  private final AttentionEvent.@Nullable Grid grid;
  private final Clock clock;

  EventWriter(Pack pack, Clock clock) {
    this.pack = pack.ref();
    this.labels = pack.manifest().labels();
    AttentionSpec attention = pack.manifest().attention();
    this.grid =
        attention == null ? null : new AttentionEvent.Grid(attention.rows(), attention.columns());
    this.clock = clock;
  }

  /** The pack that speaks. */
  PackRef pack() {
    return pack;
  }

  /** Whether it tells what it looks at. */
  boolean attends() {
    return grid != null;
  }

  /** The event of that. */
  ActionEvent event(CameraId camera, Spoken spoken, LatencyMs latency) {
    Emission emission = spoken.emission();
    return new ActionEvent(
        ActionEvent.id(camera.value(), spoken.epoch(), emission.start().seq(), emission.label()),
        camera.value(),
        spoken.epoch(),
        emission.phase(),
        emission.label(),
        rounded(emission.confidence(), 1e4),
        emission.start(),
        emission.end(),
        spoken.pack(),
        latency);
  }

  /**
   * What was looked at for the start of an event.
   *
   * @param weights one for each of the pack's cells, together 1
   * @param frame the frame at which the start is told
   */
  AttentionEvent attention(ActionEvent started, List<Float> weights, Position frame) {
    return new AttentionEvent(
        started.id(),
        started.camera(),
        started.epoch(),
        AttentionEvent.Explains.ACTION,
        AttentionEvent.Kind.SPATIAL,
        List.of(AttentionEvent.Word.of(started.label(), weights)),
        null,
        grid,
        new AttentionEvent.Frame(frame.seq(), frame.ptsUs()));
  }

  /**
   * How a camera fares.
   *
   * @param trouble of its memory
   * @param at the frame that changed it
   * @param cause why the pack failed on it; null if it did not
   */
  CameraStatus status(CameraId camera, Trouble trouble, Position at, @Nullable String cause) {
    CameraStatus.State state =
        trouble.quarantined() ? CameraStatus.State.QUARANTINED : CameraStatus.State.OK;
    return new CameraStatus(
        camera.value(),
        at.epoch(),
        MediaPoint.of(at),
        List.of(new CameraStatus.PackStatus(pack, state, trouble.failures(), cause)));
  }

  /** The prediction of a frame. */
  Prediction prediction(CameraId camera, Position at, List<Float> scores) {
    Map<String, Double> named = new LinkedHashMap<>();
    for (int label = 0; label < labels.size(); label++) {
      named.put(labels.get(label), rounded(scores.get(label), 1e6));
    }
    return new Prediction(
        camera.value(),
        at.epoch(),
        at.seq(),
        at.ptsUs(),
        at.captureTime(),
        labels.get(EventMachine.top(scores)),
        named,
        pack);
  }

  /** Where the time of the record that causes an event went; zeros for what it does not tell. */
  LatencyMs latency(FeatureRecord cause) {
    Instant now = clock.instant();
    double total = Latency.millis(cause.position().captureTime(), now);
    if (cause instanceof Feature feature) {
      Timing timing = feature.timing();
      return new LatencyMs(
          Latency.millis(timing.decodeUs()),
          Latency.millis(timing.queueUs()),
          Latency.millis(timing.encodeUs()),
          Latency.millis(timing.encodedAt(), now),
          total);
    }
    return new LatencyMs(0, 0, 0, 0, total);
  }

  /** The latency of an event that no record causes. */
  LatencyMs latency(Instant captureTime) {
    return new LatencyMs(0, 0, 0, 0, Latency.millis(captureTime, clock.instant()));
  }

  /** Scores of calibrated graphs may pass 1 by a rounding error; events keep to 0..1. */
  private static double rounded(double value, double steps) {
    return Math.min(1, Math.rint(value * steps) / steps);
  }
}
