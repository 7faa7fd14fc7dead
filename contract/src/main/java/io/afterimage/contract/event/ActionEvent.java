package io.afterimage.contract.event;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.afterimage.contract.CloudEvent;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that happens in front of a camera, with a start and an end.
 *
 * @param id the same in every phase and every replay: camera, epoch, first sequence number, label;
 *     where several packs watch a camera, those after the first name themselves before the label
 * @param camera the camera's id
 * @param epoch the camera's epoch
 * @param phase start, update or end
 * @param label one of the pack's labels
 * @param confidence the label's mean score over the event's frames so far, 0 to 1
 * @param start its first frame
 * @param end its last frame; null until the end
 * @param pack which pack spoke
 * @param latencyMs where the time went
 */
public record ActionEvent(
    String id,
    String camera,
    long epoch,
    Phase phase,
    String label,
    double confidence,
    MediaPoint start,
    @Nullable MediaPoint end,
    PackRef pack,
    LatencyMs latencyMs)
    implements ActionRecord {

  /** The id of the event that a camera's frame begins. */
  public static String id(String camera, long epoch, long firstSeq, String label) {
    return camera + "/" + epoch + "/" + firstSeq + "/" + label;
  }

  @Override
  @JsonIgnore
  public CloudEvent cloudEvent() {
    Instant time = end == null ? start.time() : end.time();
    return EventRecord.cloudEvent(id + "/" + phase.wireName(), camera, pack, "action", time);
  }
}
