package io.afterimage.ingest.source;

import io.afterimage.ingest.stream.Packet;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Packets that were read and wait for the decoder, in their order. A picture that is not sampled is
 * needed only when the next sampled one is: decoded in one go they cost less, since a hundred
 * decoders that take turns find nothing of their own in the caches. Owns the packets. For one
 * thread.
 */
final class PacketQueue implements AutoCloseable {
  /**
   * Pictures that may lie between two sampled ones, or in front of them in the order of decoding.
   */
  private static final int MOST = 8;

  private final List<Waiting> all = new ArrayList<>();
  private final Deque<Waiting> free = new ArrayDeque<>();
  private final Deque<Waiting> waiting = new ArrayDeque<>();

  /** A packet and when it came. */
  static final class Waiting {
    private final Packet packet = new Packet();
    private long receivedNanos;
    private Instant captureTime = Instant.EPOCH;

    /** Notes when it came. */
    void stamp(long atNanos, Instant at) {
      receivedNanos = atNanos;
      captureTime = at;
    }

    Packet packet() {
      return packet;
    }

    long receivedNanos() {
      return receivedNanos;
    }

    Instant captureTime() {
      return captureTime;
    }
  }

  PacketQueue() {
    for (int i = 0; i < MOST; i++) {
      all.add(new Waiting());
    }
    free.addAll(all);
  }

  /** The one to be read into next; there is one unless the queue is full. */
  Waiting next() {
    return free.getFirst();
  }

  /** Puts the next one at the end. */
  void add() {
    waiting.add(free.removeFirst());
  }

  boolean isFull() {
    return free.isEmpty();
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** Takes the first one out; it is free for another packet as soon as it was decoded. */
  Waiting take() {
    Waiting first = waiting.removeFirst();
    free.addLast(first);
    return first;
  }

  @Override
  public void close() {
    all.forEach(each -> each.packet.close());
  }
}
