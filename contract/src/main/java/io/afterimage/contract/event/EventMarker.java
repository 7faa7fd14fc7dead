package io.afterimage.contract.event;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.afterimage.contract.CameraId;
import io.afterimage.contract.CloudEvent;
import io.afterimage.contract.Marker;
import io.afterimage.contract.Position;
import io.afterimage.contract.caption.CaptionRecord;
import java.time.Instant;

/**
 * An idle or end marker in an event topic: no event of the epoch before this place comes after it.
 *
 * @param camera the camera's id
 * @param epoch the camera's epoch
 * @param marker {@code idle} or {@code end}
 * @param seq the last frame's sequence number, -1 if there was none
 * @param ptsUs microseconds since the epoch's first frame
 * @param time wall clock of the marker
 */
public record EventMarker(
    String camera, long epoch, String marker, long seq, long ptsUs, Instant time)
    implements ActionRecord, PredictionRecord, CaptionRecord {

  /** The event marker of a camera's marker. */
  public static EventMarker of(CameraId camera, Marker marker) {
    Position at = marker.position();
    return new EventMarker(
        camera.value(),
        at.epoch(),
        marker.kind().wireName(),
        at.seq(),
        at.ptsUs(),
        at.captureTime());
  }

  @Override
  @JsonIgnore
  public CloudEvent cloudEvent() {
    return EventRecord.cloudEvent(camera, new Position(epoch, seq, ptsUs, time), marker, "marker");
  }

  /**
   * The attributes where each pack tells its own end: the same id, of the pack's source. With two
   * caption packs a camera's epoch ends twice in {@code captions}, once for each.
   */
  public CloudEvent cloudEvent(PackRef pack) {
    return EventRecord.cloudEvent(cloudEvent().id(), camera, pack, "marker", time);
  }
}
