package io.afterimage.inference.stage;

import io.afterimage.contract.CameraId;
import io.afterimage.contract.Marker;
import io.afterimage.contract.frame.Frame;
import io.afterimage.contract.frame.FrameCodec;
import io.afterimage.contract.frame.FrameInput;
import io.afterimage.contract.frame.FrameRecord;
import io.afterimage.inference.stage.EncodeMetrics.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * One life of the stage's consumer: polls, sorts records into lanes, hands frames to the workers
 * and commits what is settled. All methods run on the thread that polls.
 */
final class EncodingRun {
  private static final Duration POLL = Duration.ofMillis(50);

  /** Frames under way for each worker: enough to fill batches while acknowledgements return. */
  private static final int BATCHES_UNDER_WAY = 4;

  private final Consumer<byte[], byte[]> consumer;
  private final Lanes lanes;
  private final SlotQueue queue;
  private final FeatureSender sender;
  private final Outbox outbox;
  private final EncodeMetrics metrics;
  private final FrameInput input;
  private final BooleanSupplier stopping;
  private final Semaphore room;
  private final List<FrameSlot> frames = new ArrayList<>();

  EncodingRun(
      Consumer<byte[], byte[]> consumer,
      SlotQueue queue,
      FeatureSender sender,
      Outbox outbox,
      EncodeMetrics metrics,
      FrameInput input,
      EncodingSettings settings,
      BooleanSupplier stopping) {
    this.stopping = stopping;
    this.consumer = consumer;
    this.queue = queue;
    this.sender = sender;
    this.outbox = outbox;
    this.metrics = metrics;
    this.input = input;
    this.room = new Semaphore(BATCHES_UNDER_WAY * settings.maxBatch() * settings.workers());
    this.lanes = new Lanes(consumer, room::release, metrics);
    consumer.subscribe(List.of(settings.topics().frames()), lanes);
  }

  /**
   * Polls once and takes up what came.
   *
   * @throws RuntimeException if the run cannot go on
   */
  void poll() throws InterruptedException {
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
      if (!awaitRoom()) {
        return;
      }
      take(record);
    }
    handOver();
    look();
  }

  /** Waits until the record can be taken up; false if the stage stops before. */
  private boolean awaitRoom() throws InterruptedException {
    if (room.tryAcquire()) {
      return true;
    }
    // What is held back must go first, or nothing would ever make room.
    handOver();
    while (!stopping.getAsBoolean()) {
      if (room.tryAcquire(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
        return true;
      }
      look();
    }
    return false;
  }

  private void look() {
    sender.requireHealthy();
    sender.reportRefused();
    lanes.commitIfDue();
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    PartitionLane lane = lanes.of(record);
    Slot slot = new Slot(record, lane);
    lane.add(slot);
    try {
      requireCamera(record.key());
      FrameRecord content = FrameCodec.read(record.headers(), record.value());
      if (content instanceof Frame frame && frame.input().equals(input)) {
        frames.add(new FrameSlot(slot, frame));
        return;
      }
      slot.ready(content instanceof Marker marker ? outbox.feature(record, marker) : null);
      metrics.count(content instanceof Marker ? Outcome.MARKER : Outcome.OTHER_INPUT);
    } catch (RuntimeException e) {
      // Reading one record changes nothing: whatever it throws, the others are not concerned.
      slot.ready(outbox.deadLetter(record, e));
    }
    lane.publish(sender);
  }

  private static void requireCamera(byte @Nullable [] key) {
    CameraId unused = CameraId.ofKey(CameraId.keyText(key));
  }

  private void handOver() {
    queue.addAll(frames);
    frames.clear();
  }

  /** Waits for what is under way, as long as there is time, and commits it. */
  void finish(Duration patience) throws InterruptedException {
    lanes.finish(patience);
  }
}
