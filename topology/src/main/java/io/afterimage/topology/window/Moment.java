package io.afterimage.topology.window;

import io.afterimage.contract.CameraId;
import io.afterimage.contract.Marker;
import io.afterimage.contract.event.MediaPoint;
import io.afterimage.contract.feature.Feature;
import io.afterimage.topology.memory.ResetCause;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one record, or the clock, made of a camera's memory, told to the windows. It passes from one
 * stage to the next inside a task and is never written down. Immutable.
 *
 * @param camera the camera
 * @param epoch the camera's epoch
 * @param segment how many scene cuts the epoch has had
 * @param unsure how many frames up to this one, itself included, are so unlike the scene that they
 *     may turn out to be of the next one
 * @param end the marker that ended the epoch; null while it goes on
 * @param resets why the memory was started afresh before the frame, if it was
 * @param frame the frame; null if no frame did it
 * @param ended the events that ended; if the memory was started afresh, by that
 * @param open the events that go on after it
 */
public record Moment(
    CameraId camera,
    long epoch,
    int segment,
    int unsure,
    @Nullable Marker end,
    List<ResetCause> resets,
    @Nullable Feature frame,
    List<Ended> ended,
    List<Action> open) {
  /**
   * An event that has ended.
   *
   * @param action the event
   * @param end its last frame
   */
  public record Ended(Action action, MediaPoint end) {}

  /** Copies the lists. */
  public Moment {
    resets = List.copyOf(resets);
    ended = List.copyOf(ended);
    open = List.copyOf(open);
  }
}
