package io.afterimage.ingest.sim.scene;

import io.afterimage.ingest.sim.geometry.Dice;
import org.jspecify.annotations.Nullable;

/**
 * The pictures of a room with nobody in it: one for each way in which its mattresses were left.
 * Each is drawn when it is first asked for. Not safe for use by several threads.
 */
public final class Backdrops {
  private static final int STATES = 3;
  private final Room room;
  private final long seed;
  private final Backdrop raw;
  private final @Nullable Backdrop[] pictures = new Backdrop[STATES];

  /** Draws a room as it was before anybody came. */
  public Backdrops(Room room, long seed) {
    this.room = room;
    this.seed = seed;
    this.raw = BackdropTracer.trace(room, Dice.of(seed, "backdrop"));
  }

  /** Returns the picture after the mattresses were used this many times; the ways repeat. */
  public Backdrop after(int uses) {
    int state = room.mattresses().isEmpty() ? 0 : Math.floorMod(uses, STATES);
    Backdrop picture = pictures[state];
    if (picture == null) {
      picture = state == 0 ? raw.softened() : drawn(state).softened();
      pictures[state] = picture;
    }
    return picture;
  }

  private Backdrop drawn(int state) {
    Room used = room.used(Dice.of(seed, "used", state));
    return BackdropTracer.retrace(raw, used, Dice.of(seed, "backdrop"));
  }
}
