package io.afterimage.app.replay.diff;

import io.afterimage.contract.event.MediaPoint;
import io.afterimage.contract.event.PackRef;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An action event with all that was told of it. Immutable.
 *
 * @param id the event's id
 * @param camera the camera's id
 * @param epoch the camera's epoch
 * @param label what happens
 * @param pack who told it
 * @param start its first frame
 * @param end its last frame; null: its end was not told
 * @param records start, updates and end as they were told, without those that repeat the one before
 */
record ToldEvent(
    String id,
    String camera,
    long epoch,
    String label,
    PackRef pack,
    MediaPoint start,
    @Nullable MediaPoint end,
    List<JsonNode> records) {
  ToldEvent {
    records = List.copyOf(records);
  }

  /** Presentation time of the end; null: it was not told. */
  @Nullable Long endUs() {
    return end == null ? null : end.ptsUs();
  }
}
