package io.afterimage.ingest.publish;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * Fresh beats complete: while Kafka is behind, the newest frame waits in a slot and takes the place
 * of the one that waited before, which is counted. The source is never held up.
 */
final class LiveLane implements Lane {
  private final FrameSender sender;
  private final CameraMetrics metrics;
  private final int most;
  private final Executor executor;
  private volatile @Nullable Supplier<ProducerRecord<String, byte[]>> slot;

  /**
   * @param most frames on their way before the slot is used
   * @param executor sends the slot's frame when there is room again
   */
  LiveLane(FrameSender sender, CameraMetrics metrics, int most, Executor executor) {
    this.sender = sender;
    this.metrics = metrics;
    this.most = most;
    this.executor = executor;
  }

  @Override
  public synchronized void frame(Supplier<ProducerRecord<String, byte[]>> record) {
    if (slot != null) {
      metrics.droppedSlot();
    }
    slot = record;
    sendSlot();
  }

  @Override
  public synchronized void marker(ProducerRecord<String, byte[]> record) {
    Supplier<ProducerRecord<String, byte[]>> waiting = slot;
    slot = null;
    if (waiting != null) {
      send(waiting);
    }
    try {
      var unused = sender.sendMarker(record);
    } catch (KafkaException e) {
      metrics.failed();
    }
  }

  @Override
  public boolean isBehind() {
    return sender.unacknowledged() >= most;
  }

  private synchronized void sendSlot() {
    Supplier<ProducerRecord<String, byte[]>> waiting = slot;
    if (waiting != null && !isBehind()) {
      slot = null;
      send(waiting);
    }
  }

  private void send(Supplier<ProducerRecord<String, byte[]>> record) {
    try {
      sender.sendFrame(record.get(), metadata -> later());
    } catch (KafkaException e) {
      metrics.failed();
    }
  }

  /** The producer's thread must not wait for this lane's lock, nor for room in the producer. */
  private void later() {
    if (slot == null) {
      return;
    }
    try {
      executor.execute(this::sendSlot);
    } catch (RejectedExecutionException e) {
      // Ingest is closing; its end marker takes the slot's frame along.
    }
  }
}
