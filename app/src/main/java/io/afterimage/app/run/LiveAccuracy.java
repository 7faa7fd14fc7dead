package io.afterimage.app.run;

import io.afterimage.contract.event.Prediction;
import io.afterimage.contract.event.TruthEvent;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How often the predictions for simulated cameras agree with what the simulator knows: the share of
 * frames whose label is the one in force. Thread-safe.
 */
public final class LiveAccuracy {
  /**
   * Truth and predictions come through two topics; a frame counts when this many later ones were
   * predicted.
   */
  private static final int HOLD_FRAMES = 25;

  private record Key(String camera, long epoch) {}

  private static final class Tally {
    private final NavigableMap<Long, String> truth = new TreeMap<>();
    private final NavigableMap<Long, String> early = new TreeMap<>();
    private long frames;
    private long right;

    private void count(String truth, String label) {
      frames++;
      right += truth.equals(label) ? 1 : 0;
    }
  }

  private final Map<Key, Tally> tallies = new ConcurrentHashMap<>();

  /** From this frame on the label is true. */
  public void truth(TruthEvent event) {
    Tally tally = tally(event.camera(), event.epoch());
    synchronized (tally) {
      tally.truth.put(event.seq(), event.label());
    }
  }

  /** What was predicted of a frame. */
  public void prediction(Prediction prediction) {
    Tally tally = tally(prediction.camera(), prediction.epoch());
    synchronized (tally) {
      tally.early.put(prediction.seq(), prediction.label());
      settle(tally);
    }
  }

  /** The share of right frames over all cameras, 0 to 1; not a number before the first frame. */
  public double share() {
    long frames = 0;
    long right = 0;
    for (Tally tally : tallies.values()) {
      synchronized (tally) {
        frames += tally.frames;
        right += tally.right;
      }
    }
    return (double) right / frames;
  }

  /** The number of frames counted so far. */
  public long frames() {
    long frames = 0;
    for (Tally tally : tallies.values()) {
      synchronized (tally) {
        frames += tally.frames;
      }
    }
    return frames;
  }

  private Tally tally(String camera, long epoch) {
    return tallies.computeIfAbsent(new Key(camera, epoch), key -> new Tally());
  }

  private static void settle(Tally tally) {
    while (tally.early.size() > HOLD_FRAMES) {
      Map.Entry<Long, String> first = tally.early.firstEntry();
      Map.Entry<Long, String> inForce = tally.truth.floorEntry(first.getKey());
      if (inForce == null) {
        return;
      }
      tally.count(inForce.getValue(), first.getValue());
      tally.early.pollFirstEntry();
      tally.truth.headMap(inForce.getKey()).clear();
    }
  }
}
