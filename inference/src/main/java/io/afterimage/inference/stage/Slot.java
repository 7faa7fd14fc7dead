package io.afterimage.inference.stage;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * One record of {@code frames} on its way through the stage. It is ready once its worker knows what
 * to publish for it, and settled once that is acknowledged or there is nothing to publish.
 */
final class Slot {
  private final ConsumerRecord<byte[], byte[]> record;
  private final PartitionLane lane;
  private final Runnable whenSettled;
  private @Nullable ProducerRecord<byte[], byte[]> outgoing;
  private volatile boolean ready;

  /** Guarded by the lane. */
  private boolean settled;

  /**
   * @param whenSettled called once it is settled; must not wait
   */
  Slot(ConsumerRecord<byte[], byte[]> record, PartitionLane lane, Runnable whenSettled) {
    this.record = record;
    this.lane = lane;
    this.whenSettled = whenSettled;
  }

  ConsumerRecord<byte[], byte[]> record() {
    return record;
  }

  PartitionLane lane() {
    return lane;
  }

  /** Says what is to be published for the record; null: nothing. */
  void ready(@Nullable ProducerRecord<byte[], byte[]> out) {
    outgoing = out;
    ready = true;
  }

  boolean isReady() {
    return ready;
  }

  /** What is to be published; only once it is ready. */
  @Nullable ProducerRecord<byte[], byte[]> outgoing() {
    return outgoing;
  }

  boolean isSettled() {
    return settled;
  }

  void settle() {
    settled = true;
  }

  Runnable whenSettled() {
    return whenSettled;
  }
}
