package io.afterimage.inference.stage;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

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
  private final EncodingLine line;
  private final BooleanSupplier stopping;
  private final Semaphore room;
  private final List<FrameSlot> frames = new ArrayList<>();

  EncodingRun(
      Consumer<byte[], byte[]> consumer,
      EncodingLine line,
      EncodeMetrics metrics,
      EncodingSettings settings,
      BooleanSupplier stopping) {
    this.stopping = stopping;
    this.consumer = consumer;
    this.line = line;
    this.room = new Semaphore(BATCHES_UNDER_WAY * settings.maxBatch() * settings.workers());
    this.lanes = new Lanes(consumer, metrics);
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
    line.look();
    lanes.commitIfDue();
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    PartitionLane lane = lanes.of(record);
    Slot slot = new Slot(record, lane, room::release);
    lane.add(slot);
    FrameSlot frame = line.read(slot);
    if (frame == null) {
      line.publish(lane);
    } else {
      frames.add(frame);
    }
  }

  private void handOver() {
    line.encode(frames);
    frames.clear();
  }

  /** Waits for what is under way, as long as there is time, and commits it. */
  void finish(Duration patience) throws InterruptedException {
    lanes.finish(patience);
  }
}
