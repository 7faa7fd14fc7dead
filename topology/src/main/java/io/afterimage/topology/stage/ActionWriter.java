package io.afterimage.topology.stage;

import io.afterimage.contract.CameraId;
import io.afterimage.contract.event.ActionEvent;
import io.afterimage.contract.event.LatencyMs;
import io.afterimage.contract.feature.Feature;
import io.afterimage.contract.feature.FeatureRecord;
import io.afterimage.contract.feature.Timing;
import io.afterimage.inference.live.LivePack;
import io.afterimage.topology.rules.Emission;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Puts what was said into action events, whichever pack and version said it. Everything but the
 * latency comes from the log alone. Immutable and thread-safe.
 */
final class ActionWriter {
  private final Set<String> later;
  private final Clock clock;

  /**
   * @param packs the packs on the cameras; the ids of the events of all but the first name the
   *     pack, so that two packs may have a label in common
   */
  ActionWriter(List<LivePack> packs, Clock clock) {
    later = packs.stream().skip(1).map(LivePack::id).collect(Collectors.toUnmodifiableSet());
    this.clock = clock;
  }

  /** The event of that. */
  ActionEvent event(CameraId camera, Spoken spoken, LatencyMs latency) {
    Emission emission = spoken.emission();
    String pack = spoken.pack().id();
    String label = later.contains(pack) ? pack + "/" + emission.label() : emission.label();
    return new ActionEvent(
        ActionEvent.id(camera.value(), spoken.epoch(), emission.start().seq(), label),
        camera.value(),
        spoken.epoch(),
        emission.phase(),
        emission.label(),
        EventWriter.rounded(emission.confidence(), 1e4),
        emission.start(),
        emission.end(),
        spoken.pack(),
        latency);
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
}
