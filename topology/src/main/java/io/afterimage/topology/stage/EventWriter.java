package io.afterimage.topology.stage;

import io.afterimage.contract.CameraId;
import io.afterimage.contract.Position;
import io.afterimage.contract.caption.AttentionEvent;
import io.afterimage.contract.event.ActionEvent;
import io.afterimage.contract.event.PackRef;
import io.afterimage.contract.event.Prediction;
import io.afterimage.inference.pack.AttentionSpec;
import io.afterimage.inference.pack.Pack;
import io.afterimage.topology.rules.EventMachine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts what one version of a pack says of a frame into events. All of it comes from the log alone.
 * Immutable and thread-safe.
 */
final class EventWriter {
  private final List<String> labels;
  private final PackRef pack;
  private final AttentionEvent.@Nullable Grid grid;

  EventWriter(Pack pack) {
    this.pack = pack.ref();
    this.labels = pack.manifest().labels();
    AttentionSpec attention = pack.manifest().attention();
    this.grid =
        attention == null ? null : new AttentionEvent.Grid(attention.rows(), attention.columns());
  }

  /** The pack that speaks. */
  PackRef pack() {
    return pack;
  }

  /** Whether it tells what it looks at. */
  boolean attends() {
    return grid != null;
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

  /** Scores of calibrated graphs may pass 1 by a rounding error; events keep to 0..1. */
  static double rounded(double value, double steps) {
    return Math.min(1, Math.rint(value * steps) / steps);
  }
}
