package io.afterimage.contract.event;

import com.fasterxml.jackson.annotation.JsonValue;
import io.afterimage.contract.CloudEvent;
import io.afterimage.contract.Position;
import io.afterimage.contract.WireName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a camera fares: what the compacted topic {@code camera-status} holds under its key, written
 * whenever it changes. A camera without a record fares well. Immutable.
 *
 * @param camera the camera's id
 * @param epoch the epoch of the frame that changed it
 * @param since the frame that changed it
 * @param packs each pack that remembers the camera
 */
public record CameraStatus(String camera, long epoch, MediaPoint since, List<PackStatus> packs)
    implements EventRecord {
  /** How a pack fares with a camera. */
  public enum State implements WireName {
    /** It takes the camera's frames. */
    OK,
    /** It failed on too many in a row and is given none for a while. */
    QUARANTINED;

    @Override
    @JsonValue
    public String wireName() {
      return WireName.super.wireName();
    }
  }

  /**
   * One pack's.
   *
   * @param pack the pack
   * @param state how it fares
   * @param failures frames in a row that it failed on; 0 if it is well
   * @param cause why it failed on the last of them, as dead letters are counted; null if it is well
   */
  public record PackStatus(PackRef pack, State state, int failures, @Nullable String cause) {}

  /** Copies the list. */
  public CameraStatus {
    packs = List.copyOf(packs);
  }

  @Override
  public CloudEvent cloudEvent() {
    Position at = new Position(Math.max(1, epoch), since.seq(), since.ptsUs(), since.time());
    return EventRecord.cloudEvent(camera, at, "status", "camera-status");
  }
}
