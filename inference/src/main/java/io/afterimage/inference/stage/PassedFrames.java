package io.afterimage.inference.stage;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Records that were passed in memory and go through one line: in each camera's order, as by a
 * partition of its own. What is under way when the line breaks goes through the next one. {@link
 * #take} is called by one thread at a time.
 */
final class PassedFrames {
  private final EncodingLine line;
  private final Executor publisher;
  private final Map<String, PartitionLane> lanes = new HashMap<>();

  /** In the order in which they came; guarded by itself. */
  private final Set<PassedRecord> underWay = new LinkedHashSet<>();

  /**
   * @param line now this object's
   * @param publisher publishes what needs no worker: that may wait for Kafka, and a camera must not
   */
  PassedFrames(EncodingLine line, Executor publisher) {
    this.line = line;
    this.publisher = publisher;
  }

  EncodingLine line() {
    return line;
  }

  /** Takes up a camera's next record; returns at once. */
  void take(PassedRecord passed) {
    PartitionLane lane = lanes.computeIfAbsent(passed.camera(), camera -> new PartitionLane());
    synchronized (underWay) {
      underWay.add(passed);
    }
    Slot slot = new Slot(passed.record(), lane, () -> settled(passed));
    lane.add(slot);
    FrameSlot frame = line.read(slot);
    if (frame == null) {
      publisher.execute(() -> line.publish(lane));
    } else {
      line.encode(List.of(frame));
    }
  }

  private void settled(PassedRecord passed) {
    synchronized (underWay) {
      underWay.remove(passed);
      underWay.notifyAll();
    }
    passed.published();
  }

  /** What is not settled, in its order. */
  List<PassedRecord> underWay() {
    synchronized (underWay) {
      return new ArrayList<>(underWay);
    }
  }

  /** Waits until all is settled; false if that takes longer. */
  boolean awaitSettled(long deadlineNanos) throws InterruptedException {
    synchronized (underWay) {
      while (!underWay.isEmpty()) {
        long left = deadlineNanos - System.nanoTime();
        if (left <= 0) {
          return false;
        }
        TimeUnit.NANOSECONDS.timedWait(underWay, left);
      }
      return true;
    }
  }
}
