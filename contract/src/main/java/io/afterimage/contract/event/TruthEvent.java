package io.afterimage.contract.event;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.afterimage.contract.CloudEvent;
import io.afterimage.contract.Position;
import java.time.Instant;

/**
 * What a simulated camera knows about itself: from this frame on the label is in force, until the
 * next such event.
 *
 * @param camera the camera's id
 * @param epoch the camera's epoch
 * @param seq the first sampled frame's sequence number
 * @param ptsUs microseconds since the epoch's first frame
 * @param time wall clock at which the frame was captured
 * @param label the true label
 */
public record TruthEvent(
    String camera, long epoch, long seq, long ptsUs, Instant time, String label)
    implements EventRecord {

  @Override
  @JsonIgnore
  public CloudEvent cloudEvent() {
    return EventRecord.cloudEvent(camera, new Position(epoch, seq, ptsUs, time), "truth", "truth");
  }
}
