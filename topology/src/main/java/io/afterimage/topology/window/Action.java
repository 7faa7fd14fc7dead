package io.afterimage.topology.window;

import io.afterimage.contract.CameraId;
import io.afterimage.contract.event.ActionEvent;
import io.afterimage.contract.event.MediaPoint;

/**
 * An action event that goes on. Immutable.
 *
 * @param label its label
 * @param start its first frame
 */
public record Action(String label, MediaPoint start) {
  /** The event's id. */
  String id(CameraId camera, long epoch) {
    return ActionEvent.id(camera.value(), epoch, start.seq(), label);
  }

  /** Whether it is the same event of an epoch. */
  boolean is(Action other) {
    return start.seq() == other.start.seq() && label.equals(other.label);
  }
}
