package io.afterimage.contract;

import io.afterimage.contract.caption.CaptionRequestRecord;
import io.afterimage.contract.feature.FeatureRecord;
import io.afterimage.contract.frame.FrameRecord;

/**
 * A record that ingest writes between frames and that passes through every topic, so that a replay
 * of the log closes events where the first run did. Immutable.
 *
 * @param position epoch, last frame's sequence number, and the time that the marker speaks of
 * @param kind what happened
 */
public record Marker(Position position, Kind kind)
    implements FrameRecord, FeatureRecord, CaptionRequestRecord {
  /** What a marker says. */
  public enum Kind implements WireName {
    /** The camera is connected but has sent nothing for a while. */
    IDLE,
    /** The epoch is over: the end of a file, or a source that was closed. */
    END
  }
}
