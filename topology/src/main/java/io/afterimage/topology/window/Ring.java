package io.afterimage.topology.window;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which frame lies in which slot. The most recent frames are always held, so that a window can
 * begin with an event that is only known some frames later, and end with its last frame rather than
 * with the one that told of the end. Of the frames of an open window that are no longer recent,
 * those are held whose place in the window (from 0) is a multiple of the stride; when there would
 * be more than {@code keeps}, the stride doubles. A frame is written once, into one slot, and never
 * moved.
 *
 * <p>Frames are counted by ticks, 0 for the first since the ring was emptied. Belongs to one {@link
 * WindowState}; not thread-safe.
 */
final class Ring {
  static final long NONE = -1;

  private final int keeps;
  private final int recent;
  private final long[] ticks;
  private final long[] seqs;
  private long next;
  private long first = NONE;
  private long stride = 1;

  /**
   * An empty ring.
   *
   * @param keeps how many frames of a window are held beside the recent ones
   * @param recent how many frames are held in any case
   */
  Ring(int keeps, int recent) {
    this.keeps = keeps;
    this.recent = recent;
    ticks = new long[keeps + recent];
    seqs = new long[keeps + recent];
    Arrays.fill(ticks, NONE);
  }

  /** The number of slots. */
  int slots() {
    return ticks.length;
  }

  /** The number of frames since the ring was emptied: the next one's tick. */
  long next() {
    return next;
  }

  /** The tick of the window's first frame; {@link #NONE} if no window is open. */
  long first() {
    return first;
  }

  /** The distance between two kept frames of the window. */
  long stride() {
    return stride;
  }

  /** The tick of the frame in a slot; {@link #NONE} if it is free. */
  long tick(int slot) {
    return ticks[slot];
  }

  /** The sequence number of the frame in a slot. */
  long seq(int slot) {
    return seqs[slot];
  }

  /** Sets counters and window as they were written down. */
  void restoreWindow(long next, long first, long stride) {
    this.next = next;
    this.first = first;
    this.stride = stride;
  }

  /** Sets a slot as it was written down. */
  void restoreSlot(int slot, long tick, long seq) {
    ticks[slot] = tick;
    seqs[slot] = seq;
  }

  /**
   * Takes the next frame.
   *
   * @param seq its sequence number, above all before it
   * @return the slot that it is to be written to
   */
  int push(long seq) {
    if (next >= recent) {
      settle(next - recent);
    }
    int slot = slot(NONE);
    ticks[slot] = next++;
    seqs[slot] = seq;
    return slot;
  }

  /** Opens a window at the first recent frame whose number is at least that. */
  void open(long seq) {
    long begin = next;
    for (int slot = 0; slot < ticks.length; slot++) {
      if (isRecent(ticks[slot]) && seqs[slot] >= seq) {
        begin = Math.min(begin, ticks[slot]);
      }
    }
    openAt(begin);
  }

  /** Opens a window at a recent frame, or at the next one. */
  void openAt(long tick) {
    shut();
    first = tick;
  }

  /** Lets go of the window. */
  void shut() {
    first = NONE;
    stride = 1;
    for (int slot = 0; slot < ticks.length; slot++) {
      if (!isRecent(ticks[slot])) {
        ticks[slot] = NONE;
      }
    }
  }

  /** Forgets all frames. */
  void empty() {
    restoreWindow(0, NONE, 1);
    Arrays.fill(ticks, NONE);
    Arrays.fill(seqs, 0);
  }

  /** Whether this can be a ring: else there might be no free slot for the next frame. */
  boolean isSound() {
    Set<Long> held = new HashSet<>();
    long settled = next - recent - first;
    boolean sound = first == NONE || settled <= stride * keeps;
    for (long tick : ticks) {
      sound &= tick == NONE || (held.add(tick) && (isRecent(tick) || isKept(tick)));
    }
    return sound;
  }

  /** The slot that holds a tick; -1 if none does. */
  int slot(long tick) {
    for (int slot = 0; slot < ticks.length; slot++) {
      if (ticks[slot] == tick) {
        return slot;
      }
    }
    return -1;
  }

  /** The last held tick whose frame's number is at most that; {@link #NONE} if there is none. */
  long lastUpTo(long seq) {
    long last = NONE;
    for (int slot = 0; slot < ticks.length; slot++) {
      if (ticks[slot] != NONE && seqs[slot] <= seq) {
        last = Math.max(last, ticks[slot]);
      }
    }
    return last;
  }

  /**
   * The slots of the window's kept frames, oldest first: every stride-th one from the first on,
   * with the least power of two that keeps no more than {@code keeps} of them.
   *
   * @param last the tick of the window's last frame
   */
  List<Integer> kept(long last) {
    long length = last - first + 1;
    long step = stride;
    while (length > step * keeps) {
      step *= 2;
    }
    List<Integer> kept = new ArrayList<>();
    for (long place = 0; place < length; place += step) {
      kept.add(slot(first + place));
    }
    return kept;
  }

  /**
   * The slot of the kept frame that is nearest to the window's middle; the earlier of equals. -1 if
   * one of the kept frames is in no slot: then the header was damaged.
   *
   * @param last the tick of the window's last frame, not before the first
   */
  int middle(long last) {
    long twice = first + last;
    int best = -1;
    for (int slot : kept(last)) {
      if (slot < 0) {
        return -1;
      }
      if (best < 0 || Math.abs(2 * ticks[slot] - twice) < Math.abs(2 * ticks[best] - twice)) {
        best = slot;
      }
    }
    return best;
  }

  private boolean isRecent(long tick) {
    return tick != NONE && tick >= next - recent;
  }

  private boolean isKept(long tick) {
    return first != NONE && tick >= first && (tick - first) % stride == 0;
  }

  /** Keeps a frame that is no longer recent, or frees its slot. */
  private void settle(long tick) {
    if (!isKept(tick)) {
      free(tick);
    } else if ((tick - first) / stride >= keeps) {
      stride *= 2;
      for (int slot = 0; slot < ticks.length; slot++) {
        if (ticks[slot] >= first && ticks[slot] <= tick && !isKept(ticks[slot])) {
          ticks[slot] = NONE;
        }
      }
    }
  }

  private void free(long tick) {
    int slot = slot(tick);
    if (slot >= 0) {
      ticks[slot] = NONE;
    }
  }
}
