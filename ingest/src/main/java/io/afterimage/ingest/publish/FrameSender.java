package io.afterimage.ingest.publish;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends one camera's records by the shared producer and counts what is on its way. Thread-safe; the
 * producer stays its owner's.
 */
final class FrameSender {
  private static final Logger LOG = LoggerFactory.getLogger(FrameSender.class);

  private final Producer<String, byte[]> producer;
  private final CameraMetrics metrics;
  private final AtomicInteger unacknowledged = new AtomicInteger();
  private volatile @Nullable Exception failure;

  /** What follows a record's fate; called on the producer's own thread, so it must not wait. */
  interface Outcome {
    /** Whether Kafka has the record, and where. */
    void done(@Nullable RecordMetadata metadata);
  }

  FrameSender(Producer<String, byte[]> producer, CameraMetrics metrics) {
    this.producer = producer;
    this.metrics = metrics;
  }

  /**
   * Sends a frame.
   *
   * @throws org.apache.kafka.common.KafkaException if the producer has no room for too long
   */
  void sendFrame(ProducerRecord<String, byte[]> record, Outcome outcome) {
    send(record, outcome, true);
  }

  /** Sends a marker; what is returned tells when Kafka has it and everything before it. */
  CompletableFuture<Void> sendMarker(ProducerRecord<String, byte[]> record) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    send(record, metadata -> done.complete(null), false);
    return done;
  }

  /** Frames that were sent and not answered. */
  int unacknowledged() {
    return unacknowledged.get();
  }

  /** Why a record was lost, or null: none was. */
  @Nullable Exception failure() {
    return failure;
  }

  private void send(ProducerRecord<String, byte[]> record, Outcome outcome, boolean frame) {
    unacknowledged.incrementAndGet();
    try {
      var unused =
          producer.send(
              record,
              (metadata, error) -> {
                unacknowledged.decrementAndGet();
                if (error != null) {
                  failed(record, error);
                } else if (frame) {
                  metrics.published();
                }
                outcome.done(error == null ? metadata : null);
              });
    } catch (RuntimeException e) {
      unacknowledged.decrementAndGet();
      throw e;
    }
  }

  /** Only the first of a row of failures is told. */
  private void failed(ProducerRecord<String, byte[]> record, Exception error) {
    metrics.failed();
    if (failure == null) {
      LOG.warn(
          "Kafka did not take a frame of camera {} ({}): check the broker; more of these are only counted",
          record.key(),
          error.getMessage());
    }
    failure = error;
  }
}
