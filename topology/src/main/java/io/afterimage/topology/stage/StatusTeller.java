package io.afterimage.topology.stage;

import io.afterimage.contract.CameraId;
import io.afterimage.contract.Position;
import io.afterimage.contract.event.CameraStatus;
import io.afterimage.contract.event.CameraStatus.PackStatus;
import io.afterimage.contract.event.MediaPoint;
import io.afterimage.topology.memory.Memory;
import io.afterimage.topology.memory.Trouble;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells how a camera fares with all the packs that watch it. One task's; one thread at a time.
 *
 * @param packs of the task
 * @param sender sends it
 * @param gauges show who is quarantined
 */
record StatusTeller(List<PackStep> packs, EventSender sender, QuarantineGauges gauges) {
  /**
   * Tells that one pack fares in another way.
   *
   * @param pack which one
   * @param memory its memory of the camera now
   * @param frame the frame that changed it
   * @param cause why it failed on the frame; null if it did not
   * @param at the record's time, milliseconds since 1970
   */
  void tell(
      CameraId camera,
      PackStep pack,
      Memory memory,
      Position frame,
      @Nullable String cause,
      long at) {
    gauges.show(pack.key(camera), memory.trouble().quarantined());
    List<PackStatus> all = new ArrayList<>();
    for (PackStep each : packs) {
      if (each == pack) {
        all.add(status(memory, cause));
      } else {
        Memory other = each.stored(camera);
        if (other != null) {
          all.add(status(other, null));
        }
      }
    }
    sender.send(new CameraStatus(camera.value(), frame.epoch(), MediaPoint.of(frame), all), at);
  }

  private static PackStatus status(Memory memory, @Nullable String cause) {
    Trouble trouble = memory.trouble();
    CameraStatus.State state =
        trouble.quarantined() ? CameraStatus.State.QUARANTINED : CameraStatus.State.OK;
    return new PackStatus(memory.pack(), state, trouble.failures(), cause);
  }
}
