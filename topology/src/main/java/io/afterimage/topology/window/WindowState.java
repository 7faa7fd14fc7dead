package io.afterimage.topology.window;

import io.afterimage.contract.feature.Feature;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of one camera for one caption pack beside the slots: where the stream is, which
 * frames lie where, and the window that is open. Read from the store, changed by one record and
 * written back, all by one thread; an instance is never shared.
 */
public final class WindowState {
  /** No encoder's hash: nothing was seen yet. */
  static final String NO_ENCODER = "0".repeat(64);

  private final String pack;
  private final Ring ring;
  private Place place = new Place(0, 0, -1, false);
  private String encoder = NO_ENCODER;
  private int unsure;
  private long sinceUs;
  private @Nullable Action action;

  /**
   * Where a camera's stream is.
   *
   * @param epoch the epoch; 0: never seen
   * @param segment how many scene cuts it has had
   * @param seq the last frame's number; -1 before the first
   * @param over whether the epoch has ended
   */
  record Place(long epoch, int segment, long seq, boolean over) {}

  WindowState(String pack, Ring ring) {
    this.pack = pack;
    this.ring = ring;
  }

  /** What the codec adds to an empty ring's state. */
  void restore(Place place, String encoder, int unsure, long sinceUs, @Nullable Action action) {
    this.place = place;
    this.encoder = encoder;
    this.unsure = unsure;
    this.sinceUs = sinceUs;
    this.action = action;
  }

  /** Forgets all frames and the window. */
  void empty() {
    ring.empty();
    unsure = 0;
    sinceUs = 0;
    action = null;
  }

  /** Goes to an epoch and segment. */
  void enter(Moment moment) {
    if (place.epoch() != moment.epoch() || place.segment() != moment.segment()) {
      long seq = place.epoch() == moment.epoch() ? place.seq() : -1;
      place = new Place(moment.epoch(), moment.segment(), seq, false);
    }
  }

  /** Takes a frame and gives it a slot. */
  int take(Feature frame, int unsure) {
    long seq = frame.position().seq();
    place = new Place(place.epoch(), place.segment(), seq, false);
    encoder = frame.encoder();
    this.unsure = unsure;
    return ring.push(seq);
  }

  /** Opens the window of an event, from its first frame that is still held. */
  void open(Action action) {
    this.action = action;
    ring.open(action.start().seq());
  }

  /** Goes on with the same event in a window of the frames after a tick. */
  void goOn(long tick) {
    ring.openAt(Math.max(ring.first(), tick + 1));
  }

  /** Lets the period count from a time, PTS in microseconds. */
  void since(long ptsUs) {
    sinceUs = ptsUs;
  }

  /** Lets go of the window. */
  void shut() {
    ring.shut();
    action = null;
  }

  /** Shrinks to the fence: the epoch is over. */
  void end() {
    empty();
    place = new Place(place.epoch(), place.segment(), place.seq(), true);
  }

  /** The caption pack's hash. */
  String pack() {
    return pack;
  }

  /** Which frame lies in which slot. */
  Ring ring() {
    return ring;
  }

  /** Where the camera's stream is. */
  Place place() {
    return place;
  }

  /** The hash of the encoder whose features the slots hold. */
  String encoder() {
    return encoder;
  }

  /** How many of the last frames may be of the next scene. */
  int unsure() {
    return unsure;
  }

  /** PTS from which the period counts: the window's opening, or the last period's end. */
  long sinceUs() {
    return sinceUs;
  }

  /** The tick of the last frame that is of this scene for sure. */
  long lastSure() {
    return ring.next() - 1 - unsure;
  }

  /** The event whose window is open. */
  @Nullable Action action() {
    return action;
  }
}
