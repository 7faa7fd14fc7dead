package io.afterimage.inference.stage;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The records of one partition that are under way, in the partition's order: whichever worker
 * finishes first, they are published in that order, and the committed offset never passes one that
 * is not settled. Thread-safe; settling never waits for publishing, since the client that publishes
 * may itself wait for acknowledgements.
 */
final class PartitionLane {
  /** Publishes a slot's record, and settles the slot when that is acknowledged. */
  @FunctionalInterface
  interface Sender {
    /**
     * Sends it.
     *
     * @return whether it was handed over; if not, the lane is no longer to be published
     */
    boolean send(Slot slot);
  }

  private static final long NOTHING = -1;

  private final ReentrantLock publishing = new ReentrantLock();
  private final Queue<Slot> unpublished = new ConcurrentLinkedQueue<>();
  private final Deque<Slot> unsettled = new ArrayDeque<>();
  private volatile boolean closed;
  private long next = NOTHING;
  private long committed = NOTHING;

  /** Takes up the partition's next record. */
  void add(Slot slot) {
    synchronized (this) {
      unsettled.add(slot);
    }
    unpublished.add(slot);
  }

  /** Publishes all that is ready and has nothing unready before it. */
  void publish(Sender sender) {
    publishing.lock();
    try {
      Slot head = unpublished.peek();
      while (head != null && head.isReady()) {
        if (closed || head.outgoing() == null) {
          settled(head);
        } else if (!sender.send(head)) {
          return;
        }
        unpublished.remove();
        head = unpublished.peek();
      }
    } finally {
      publishing.unlock();
    }
  }

  /** Tells that nothing more is owed for a record. */
  void settled(Slot slot) {
    synchronized (this) {
      slot.settle();
      Slot head = unsettled.peek();
      while (head != null && head.isSettled()) {
        next = head.record().offset() + 1;
        unsettled.remove();
        head = unsettled.peek();
      }
      notifyAll();
    }
    slot.whenSettled().run();
  }

  /** The offset to commit, or null if it is committed already. */
  synchronized @Nullable Long takeCommittable() {
    if (next == committed) {
      return null;
    }
    committed = next;
    return next;
  }

  /** A commit failed: the offset is to be committed again. */
  synchronized void uncommit() {
    committed = NOTHING;
  }

  /** Waits until all records are settled; false if that takes longer. */
  synchronized boolean awaitSettled(long deadlineNanos) throws InterruptedException {
    while (!unsettled.isEmpty()) {
      long millis = (deadlineNanos - System.nanoTime()) / 1_000_000;
      if (millis <= 0) {
        return false;
      }
      wait(millis);
    }
    return true;
  }

  /** Another consumer has the partition now: what is still under way is no longer published. */
  void close() {
    closed = true;
  }
}
