package io.afterimage.app.run;

import io.afterimage.contract.CameraId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The epochs that belong to one run, and whether all their events are out. An epoch is out once its
 * end was told wherever it is to be told. Thread-safe.
 */
final class RunEpochs {
  private record Key(String camera, long epoch) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<Key, Set<EpochEnd>> endsToCome = new HashMap<>();
  private final Set<Key> mine = new HashSet<>();
  private final Set<EpochEnd> ends;
  private boolean sourcesEnded;

  /**
   * @param ends where each epoch's end is told
   */
  RunEpochs(Set<EpochEnd> ends) {
    this.ends = Set.copyOf(ends);
  }

  /** A source was opened: its events belong to this run. */
  void opened(CameraId camera, long epoch) {
    update(
        () -> {
          Key key = new Key(camera.value(), epoch);
          mine.add(key);
          endsToCome.put(key, new HashSet<>(ends));
        });
  }

  /** No source will send anything more: each has ended or failed. */
  void sourcesEnded() {
    update(() -> sourcesEnded = true);
  }

  /** An epoch's end was told at one of the places. */
  void marked(String camera, long epoch, EpochEnd end) {
    update(
        () ->
            endsToCome.computeIfPresent(
                new Key(camera, epoch),
                (key, left) -> {
                  left.remove(end);
                  return left.isEmpty() ? null : left;
                }));
  }

  /** Whether an event of that epoch belongs to this run. */
  boolean contains(String camera, long epoch) {
    lock.lock();
    try {
      return mine.contains(new Key(camera, epoch));
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until every source is finished and all its events are out.
   *
   * @return whether that is so; false after the time given
   * @throws InterruptedException if the thread is asked to stop
   */
  boolean await(long time, TimeUnit unit) throws InterruptedException {
    long nanos = unit.toNanos(time);
    lock.lock();
    try {
      while (!(sourcesEnded && endsToCome.isEmpty())) {
        if (nanos <= 0) {
          return false;
        }
        nanos = changed.awaitNanos(nanos);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void update(Runnable change) {
    lock.lock();
    try {
      change.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
