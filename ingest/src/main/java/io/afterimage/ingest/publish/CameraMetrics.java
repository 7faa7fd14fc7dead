package io.afterimage.ingest.publish;

import io.afterimage.contract.CameraId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * What happened to a camera's pictures: {@code afterimage.ingest.frames} by camera and outcome.
 * Thread-safe.
 */
public final class CameraMetrics {
  private final Counter decoded;
  private final Counter sampled;
  private final Counter published;
  private final Counter droppedSlot;
  private final Counter failed;
  private final Counter repaired;
  private final Counter damaged;
  private final Counter previews;
  private long lastDecoded;
  private long lastRepaired;
  private long lastDamaged;

  /**
   * @param registry where they are counted
   * @param camera whose pictures
   */
  public CameraMetrics(MeterRegistry registry, CameraId camera) {
    decoded = counter(registry, camera, "decoded");
    sampled = counter(registry, camera, "sampled");
    published = counter(registry, camera, "published");
    droppedSlot = counter(registry, camera, "dropped_slot");
    failed = counter(registry, camera, "publish_failed");
    repaired = counter(registry, camera, "pts_repaired");
    damaged = counter(registry, camera, "damaged");
    previews = counter(registry, camera, "previews");
  }

  /** Totals of the camera's reader; what is new since the last call is counted. */
  public synchronized void totals(long decodedNow, long repairedNow, long damagedNow) {
    decoded.increment((double) (decodedNow - lastDecoded));
    repaired.increment((double) (repairedNow - lastRepaired));
    damaged.increment((double) (damagedNow - lastDamaged));
    lastDecoded = decodedNow;
    lastRepaired = repairedNow;
    lastDamaged = damagedNow;
  }

  /** A picture was taken. */
  public void sampled() {
    sampled.increment();
  }

  /** Kafka has a frame. */
  public void published() {
    published.increment();
  }

  /** A newer frame took the place of one that waited. */
  public void droppedSlot() {
    droppedSlot.increment();
  }

  /** Kafka did not take a frame. */
  public void failed() {
    failed.increment();
  }

  /** A preview was published. */
  public void preview() {
    previews.increment();
  }

  private static Counter counter(MeterRegistry registry, CameraId camera, String outcome) {
    return Counter.builder("afterimage.ingest.frames")
        .description("Pictures of a camera by what became of them")
        .tag("camera", camera.value())
        .tag("outcome", outcome)
        .register(registry);
  }
}
