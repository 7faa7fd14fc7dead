package io.afterimage.ingest.sim.motion;

import io.afterimage.ingest.sim.figure.Pose;

/** What a body does for a while. Times are seconds of the chapter. Immutable. */
public interface Motion {
  /** Returns what the body is doing. */
  ActionLabel label();

  /** Returns when this motion begins. */
  double start();

  /** Returns when this motion ends. */
  double end();

  /** Returns the pose, placed in the room, at a time between start and end. */
  Pose at(double seconds);
}
