package io.afterimage.inference.stage;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Frames that wait for a worker. A worker takes as many as are there, up to a batch, but begins no
 * sooner after the batch before than the wait: a frame that comes alone is taken at once, and many
 * cameras make batches, which cost less a frame. Thread-safe.
 */
final class SlotQueue {
  private final Deque<FrameSlot> waiting = new ArrayDeque<>();
  private final long waitNanos;
  private final int most;
  private long takenNanos;
  private boolean closed;

  /**
   * Nothing waits yet.
   *
   * @param wait from one batch to the next, unless the next is full; 0 or more
   * @param most frames of a batch; 1 or more
   */
  SlotQueue(Duration wait, int most) {
    waitNanos = wait.toNanos();
    this.most = most;
    takenNanos = System.nanoTime() - waitNanos;
  }

  /** Adds frames in one go, so that they can make one batch. */
  synchronized void addAll(Collection<FrameSlot> slots) {
    boolean first = waiting.isEmpty();
    waiting.addAll(slots);
    // In between, the worker that the first one woke waits for its time: over a thousand frames a
    // second need not wake all workers each.
    if (first || waiting.size() >= most) {
      notify();
    }
  }

  /** Waits for frames and takes at most a batch; empty once the queue is closed. */
  synchronized List<FrameSlot> take() throws InterruptedException {
    long left = untilDue();
    while (!closed && (waiting.isEmpty() || (left > 0 && waiting.size() < most))) {
      if (waiting.isEmpty()) {
        wait();
      } else {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
      left = untilDue();
    }
    List<FrameSlot> taken = new ArrayList<>(Math.min(most, waiting.size()));
    while (!closed && taken.size() < most && !waiting.isEmpty()) {
      taken.add(waiting.remove());
    }
    takenNanos = System.nanoTime();
    if (!waiting.isEmpty()) {
      notify();
    }
    return taken;
  }

  private long untilDue() {
    return waitNanos - (System.nanoTime() - takenNanos);
  }

  /** Sends the workers home; frames that still wait are dropped, uncommitted. */
  synchronized void close() {
    closed = true;
    waiting.clear();
    notifyAll();
  }
}
