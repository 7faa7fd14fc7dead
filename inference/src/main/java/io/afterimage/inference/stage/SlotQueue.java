package io.afterimage.inference.stage;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;

/**
 * Frames that wait for a worker. A worker takes as many as are there, up to a batch, so batches
 * grow with the load and no frame waits for others. Thread-safe.
 */
final class SlotQueue {
  private final Deque<FrameSlot> waiting = new ArrayDeque<>();
  private boolean closed;

  /** Adds frames in one go, so that they can make one batch. */
  synchronized void addAll(Collection<FrameSlot> slots) {
    waiting.addAll(slots);
    notifyAll();
  }

  /** Waits for frames and takes at most that many; empty once the queue is closed. */
  synchronized List<FrameSlot> take(int most) throws InterruptedException {
    while (waiting.isEmpty() && !closed) {
      wait();
    }
    List<FrameSlot> taken = new ArrayList<>(Math.min(most, waiting.size()));
    while (!closed && taken.size() < most && !waiting.isEmpty()) {
      taken.add(waiting.remove());
    }
    return taken;
  }

  /** Sends the workers home; frames that still wait are dropped, uncommitted. */
  synchronized void close() {
    closed = true;
    waiting.clear();
    notifyAll();
  }
}
