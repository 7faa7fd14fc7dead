package io.afterimage.peers.flink;

/** What is kept of a camera, as Flink's state. Labels are indices; -1 is none. */
public final class CameraMemory {
  /** The network's recurrent tensors, one after the other. */
  public float[] states = new float[0];

  /** The epoch of the last frame. */
  public long epoch;

  /** The number of the last frame. */
  public long seq = -1;

  /** The label of the open event. */
  public int open = -1;

  /** The open event's first frame. */
  public long openSeq;

  /** The time of the open event's first frame, microseconds of media time. */
  public long openPtsUs;

  /** The time of the last frame that belongs to the open event. */
  public long lastPtsUs;

  /** The label that may become an event. */
  public int candidate = -1;

  /** The candidate's first frame. */
  public long candidateSeq;

  /** The time of the candidate's first frame, microseconds of media time. */
  public long candidatePtsUs;

  /** For Flink. */
  public CameraMemory() {}

  /** Starts afresh for an epoch. */
  void begin(long newEpoch, int elements) {
    states = new float[elements];
    epoch = newEpoch;
    seq = -1;
    open = -1;
    candidate = -1;
  }
}
