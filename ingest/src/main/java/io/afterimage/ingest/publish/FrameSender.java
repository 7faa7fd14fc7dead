package io.afterimage.ingest.publish;

import io.afterimage.ingest.FrameSink;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends one camera's records and counts what is on its way. Thread-safe. */
final class FrameSender {
  private static final Logger LOG = LoggerFactory.getLogger(FrameSender.class);

  private final FrameSink sink;
  private final CameraMetrics metrics;
  private final AtomicInteger unacknowledged = new AtomicInteger();
  private volatile boolean failing;
  private volatile @Nullable Exception failure;

  /** What follows a record's fate; called on the producer's own thread, so it must not wait. */
  interface Outcome {
    /** Whether Kafka has the record, and where. */
    void done(@Nullable RecordMetadata metadata);
  }

  FrameSender(FrameSink sink, CameraMetrics metrics) {
    this.sink = sink;
    this.metrics = metrics;
  }

  /**
   * Sends a frame.
   *
   * @throws KafkaException if the producer takes it not even into its buffer
   */
  void sendFrame(ProducerRecord<String, byte[]> record, Outcome outcome) {
    send(record, outcome, true);
  }

  /**
   * Sends a marker.
   *
   * @return tells when Kafka has it and everything before it
   * @throws KafkaException if the producer takes it not even into its buffer
   */
  CompletableFuture<@Nullable Void> sendMarker(ProducerRecord<String, byte[]> record) {
    CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
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
    Sending sending = new Sending(record, outcome, frame);
    try {
      sink.send(record, sending);
    } catch (RuntimeException e) {
      unacknowledged.decrementAndGet();
      throw e;
    }
    sending.returned();
  }

  /** Only the first of a row of failures is told. */
  private void failed(ProducerRecord<String, byte[]> record, Exception error) {
    metrics.failed();
    if (!failing) {
      LOG.warn(
          "Kafka did not take a frame of camera {} ({}): check the broker; more of these are only counted",
          record.key(),
          error.getMessage());
    }
    failing = true;
    failure = error;
  }

  /**
   * One record on its way. The producer tells of a full buffer and of missing metadata by calling
   * back before it returns: that is thrown, since the caller can try again and nothing is lost.
   */
  private final class Sending implements Callback {
    private final ProducerRecord<String, byte[]> record;
    private final Outcome outcome;
    private final boolean frame;
    private final Thread caller = Thread.currentThread();
    private boolean returned;
    private @Nullable Exception refusal;

    Sending(ProducerRecord<String, byte[]> record, Outcome outcome, boolean frame) {
      this.record = record;
      this.outcome = outcome;
      this.frame = frame;
    }

    void returned() {
      returned = true;
      if (refusal != null) {
        throw refusal instanceof KafkaException known ? known : new KafkaException(refusal);
      }
    }

    @Override
    public void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception error) {
      unacknowledged.decrementAndGet();
      if (error != null && Thread.currentThread() == caller && !returned) {
        refusal = error;
        return;
      }
      if (error != null) {
        failed(record, error);
      } else {
        failing = false;
        if (frame) {
          metrics.published();
        }
      }
      outcome.done(error == null ? metadata : null);
    }
  }
}
