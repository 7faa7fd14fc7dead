package io.afterimage.ingest.publish;

import io.afterimage.contract.Marker;
import io.afterimage.contract.Position;
import io.afterimage.ingest.sample.PreviewMaker;
import io.afterimage.ingest.sample.SampledFrame;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * One camera's records in their order: numbers the frames of its epochs and writes markers between
 * them. The source's thread writes frames; the watch writes idle markers and, where a source hangs,
 * its end. Thread-safe; never locked while a file waits for credit.
 */
public final class CameraFeed {
  private final RecordMaker records;
  private final Producer<String, byte[]> producer;
  private final CameraMetrics metrics;
  private final boolean live;
  private final Lane lane;
  private @Nullable Position last;
  private long lastNanos;
  private boolean idle;
  private @Nullable String label;

  CameraFeed(
      RecordMaker records,
      Producer<String, byte[]> producer,
      CameraMetrics metrics,
      boolean live,
      Lane lane) {
    this.records = records;
    this.producer = producer;
    this.metrics = metrics;
    this.live = live;
    this.lane = lane;
  }

  /** Begins an epoch; the one before has ended. */
  public synchronized void begin(long epoch) {
    last = new Position(epoch, -1, 0, now());
    lastNanos = System.nanoTime();
    label = null;
  }

  /**
   * Publishes a frame of the epoch.
   *
   * @return where it belongs
   * @throws io.afterimage.ingest.IngestException if it belongs to a file and could not be published
   */
  public Position frame(SampledFrame frame) {
    Position at = live ? publishNow(frame) : publish(frame);
    metrics.sampled();
    if (frame.label() != null && !frame.label().equals(label)) {
      label = frame.label();
      sendAside(records.truth(at, frame.label()));
    }
    return at;
  }

  /** Publishes a preview of the picture at that place. */
  public void preview(Position at, PreviewMaker.Preview preview) {
    sendAside(records.preview(at, preview));
    metrics.preview();
  }

  /** Whether Kafka is behind: previews are better left out. */
  public boolean isBehind() {
    return lane.isBehind();
  }

  /** Says so once if a live camera has been silent for too long. */
  public synchronized void checkIdle(Duration idleAfter) {
    Position at = last;
    long silentNanos = System.nanoTime() - lastNanos;
    if (live && at != null && !idle && silentNanos >= idleAfter.toNanos()) {
      idle = true;
      lane.marker(marker(at, at.ptsUs() + silentNanos / 1000, Marker.Kind.IDLE));
    }
  }

  /**
   * Ends the epoch, if one is open, with a marker.
   *
   * @return the last frame's place; null if no epoch was open
   */
  public @Nullable Position end() {
    Position at = takeLast();
    if (at != null) {
      lane.marker(marker(at, at.ptsUs(), Marker.Kind.END));
    }
    return at;
  }

  /** No marker of the watch comes between a live frame and its number. */
  private synchronized Position publishNow(SampledFrame frame) {
    return publish(frame);
  }

  private Position publish(SampledFrame frame) {
    Position at = next(frame);
    lane.frame(() -> records.frame(at, frame, live));
    return at;
  }

  private synchronized @Nullable Position takeLast() {
    Position at = last;
    last = null;
    return at;
  }

  private synchronized Position next(SampledFrame frame) {
    Position before = last;
    if (before == null) {
      throw new IllegalStateException("a frame outside of an epoch");
    }
    Position at =
        new Position(before.epoch(), before.seq() + 1, frame.ptsUs(), frame.captureTime());
    last = at;
    lastNanos = System.nanoTime();
    idle = false;
    return at;
  }

  private ProducerRecord<String, byte[]> marker(Position at, long ptsUs, Marker.Kind kind) {
    return records.marker(new Marker(new Position(at.epoch(), at.seq(), ptsUs, now()), kind));
  }

  /** What only people read is not worth waiting for. */
  private void sendAside(ProducerRecord<String, byte[]> record) {
    try {
      var unused = producer.send(record);
    } catch (KafkaException e) {
      metrics.failed();
    }
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MICROS);
  }
}
