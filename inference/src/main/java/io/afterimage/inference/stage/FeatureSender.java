package io.afterimage.inference.stage;

import io.afterimage.inference.stage.EncodeMetrics.Retry;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publishes what slots are ready with, and settles them when the broker has it. Thread-safe. */
final class FeatureSender implements PartitionLane.Sender {
  private static final Logger LOG = LoggerFactory.getLogger(FeatureSender.class);

  private record Refused(Slot slot, Exception cause) {}

  private final Producer<byte[], byte[]> producer;
  private final Outbox outbox;
  private final EncodeMetrics metrics;
  private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
  private final Queue<Refused> refused = new ConcurrentLinkedQueue<>();
  private volatile boolean stopped;

  FeatureSender(Producer<byte[], byte[]> producer, Outbox outbox, EncodeMetrics metrics) {
    this.producer = producer;
    this.outbox = outbox;
    this.metrics = metrics;
  }

  @Override
  public boolean send(Slot slot) {
    ProducerRecord<byte[], byte[]> record = slot.outgoing();
    boolean told = false;
    while (record != null && !stopped && failure.get() == null) {
      try {
        Future<RecordMetadata> unused =
            producer.send(record, (metadata, e) -> acknowledged(slot, e));
        return true;
      } catch (TimeoutException e) {
        // The broker is away and the client's memory is full: the frames wait, none is lost.
        metrics.count(Retry.SEND_BLOCKED);
        if (!told) {
          LOG.warn("Kafka takes no features at present, trying again: {}", e.getMessage());
          told = true;
        }
      } catch (KafkaException | IllegalStateException e) {
        fail(e);
      }
    }
    return false;
  }

  private void acknowledged(Slot slot, @Nullable Exception e) {
    if (e == null) {
      slot.lane().settled(slot);
    } else if (e instanceof RecordTooLargeException) {
      // It would be refused for ever. Sending from here could block the client's own thread.
      refused.add(new Refused(slot, e));
    } else if (!stopped) {
      fail(e instanceof RuntimeException known ? known : new KafkaException(e));
    }
  }

  /** Sends dead letters for what the broker refused; on the thread that polls. */
  void reportRefused() {
    for (Refused each = refused.poll(); each != null; each = refused.poll()) {
      Slot slot = each.slot();
      slot.ready(outbox.instead(slot, each.cause()));
      if (slot.outgoing() == null) {
        LOG.error("Dead letters are refused as too large", each.cause());
        slot.lane().settled(slot);
      } else {
        send(slot);
      }
    }
  }

  /** Gives up this run: everything not committed will be encoded again. */
  void fail(RuntimeException e) {
    failure.compareAndSet(null, e);
  }

  /**
   * Looks whether the run goes on.
   *
   * @throws RuntimeException what ended it
   */
  void requireHealthy() {
    RuntimeException e = failure.get();
    if (e != null) {
      throw e;
    }
  }

  /** Ends waiting for the broker; what is not acknowledged stays uncommitted. */
  void stop() {
    stopped = true;
  }

  /** Frees the client. */
  void close(Duration patience) {
    stopped = true;
    producer.close(patience);
  }
}
