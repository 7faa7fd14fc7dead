package io.afterimage.contract.event;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.afterimage.contract.CloudEvent;
import java.time.Instant;
import java.util.Map;

/**
 * What a pack says of one frame.
 *
 * @param camera the camera's id
 * @param epoch the camera's epoch
 * @param seq the frame's sequence number in the epoch
 * @param ptsUs microseconds since the epoch's first frame
 * @param time wall clock at which the frame was captured
 * @param label the label of the highest score
 * @param scores each label's score, 0 to 1, in the pack's order
 * @param pack which pack spoke
 */
public record Prediction(
    String camera,
    long epoch,
    long seq,
    long ptsUs,
    Instant time,
    String label,
    Map<String, Double> scores,
    PackRef pack)
    implements PredictionRecord {

  @Override
  @JsonIgnore
  public CloudEvent cloudEvent() {
    // Of each frame one: a format would be read anew each time.
    String id = camera + "/" + epoch + "/" + seq;
    return EventRecord.cloudEvent(id, camera, pack, "prediction", time);
  }
}
