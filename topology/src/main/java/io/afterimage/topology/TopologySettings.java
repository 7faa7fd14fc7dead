package io.afterimage.topology;

import io.afterimage.contract.Topics;
import java.time.Duration;

/**
 * What the topology does. Immutable.
 *
 * @param topics where it reads and writes
 * @param predictions whether each frame's scores are told; costs a JSON record a frame
 * @param closeAfterSilence after how long without a record of a camera, by the wall clock, its open
 *     events are ended; longer than ingest takes to say {@code idle}. Zero: never, as a replay of a
 *     log needs it
 */
public record TopologySettings(Topics topics, boolean predictions, Duration closeAfterSilence) {
  /** The default of {@link #closeAfterSilence}. */
  public static final Duration DEFAULT_SILENCE = Duration.ofSeconds(30);

  /**
   * @throws TopologyException {@link TopologyException.Code#BAD_SETTING} if the silence is negative
   */
  public TopologySettings {
    if (closeAfterSilence.isNegative()) {
      throw new TopologyException(
          TopologyException.Code.BAD_SETTING,
          "close-after-silence must be 0 or more, not " + closeAfterSilence);
    }
  }

  /** The defaults: no predictions, events end after 30 s of silence. */
  public static TopologySettings of(Topics topics) {
    return new TopologySettings(topics, false, DEFAULT_SILENCE);
  }
}
