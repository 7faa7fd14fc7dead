package io.afterimage.topology;

import io.afterimage.contract.Topics;
import io.afterimage.contract.letter.LetterWriter;
import io.afterimage.topology.window.CaptionRules;
import io.afterimage.topology.window.LiveRules;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the topology does. Immutable.
 *
 * @param topics where it reads and writes
 * @param predictions whether each frame's scores are told; costs a JSON record a frame
 * @param closeAfterSilence after how long without a record of a camera, by the wall clock, its open
 *     events are ended; longer than ingest takes to say {@code idle}. Zero: never, as a replay of a
 *     log needs it
 * @param forgetAfter after how long without a record of a camera, by the wall clock, all that is
 *     kept of it is removed. Zero: never
 * @param quarantineAfter how many frames of a camera in a row a pack fails on until it is given
 *     none of them for a while. Zero: any number
 * @param captions the rules of the caption packs that are asked for words; none: no windows are
 *     kept
 * @param letterPayload bytes of a record that its dead letter keeps
 */
public record TopologySettings(
    Topics topics,
    boolean predictions,
    Duration closeAfterSilence,
    Duration forgetAfter,
    int quarantineAfter,
    List<LiveRules> captions,
    int letterPayload) {
  /** The default of {@link #closeAfterSilence}. */
  public static final Duration DEFAULT_SILENCE = Duration.ofSeconds(30);

  /** The default of {@link #quarantineAfter}: two seconds at 12.5 frames a second. */
  public static final int DEFAULT_QUARANTINE = 25;

  /** The default of {@link #forgetAfter}. */
  public static final Duration DEFAULT_FORGET = Duration.ofDays(30);

  /**
   * @throws TopologyException {@link TopologyException.Code#BAD_SETTING} if a duration or number is
   *     negative or a caption pack is named twice
   */
  public TopologySettings {
    captions = List.copyOf(captions);
    Set<String> ids = new HashSet<>();
    for (LiveRules rules : captions) {
      if (!ids.add(rules.id())) {
        throw new TopologyException(
            TopologyException.Code.BAD_SETTING,
            "caption pack '%s' is named twice; name it once".formatted(rules.id()));
      }
    }
    if (closeAfterSilence.isNegative()) {
      throw new TopologyException(
          TopologyException.Code.BAD_SETTING,
          "close-after-silence must be 0 or more, not " + closeAfterSilence);
    }
    if (quarantineAfter < 0) {
      throw new TopologyException(
          TopologyException.Code.BAD_SETTING,
          "quarantine-after must be 0 or more, not " + quarantineAfter);
    }
    if (forgetAfter.isNegative()) {
      throw new TopologyException(
          TopologyException.Code.BAD_SETTING, "forget-after must be 0 or more, not " + forgetAfter);
    }
  }

  /** Without captions; all else as by default. */
  public TopologySettings(Topics topics, boolean predictions, Duration closeAfterSilence) {
    this(
        topics,
        predictions,
        closeAfterSilence,
        DEFAULT_FORGET,
        DEFAULT_QUARANTINE,
        List.of(),
        LetterWriter.DEFAULT_PAYLOAD);
  }

  /** The same with caption packs that are never replaced. */
  public TopologySettings withCaptions(List<CaptionRules> captions) {
    return new TopologySettings(
        topics,
        predictions,
        closeAfterSilence,
        forgetAfter,
        quarantineAfter,
        captions.stream().map(LiveRules::fixed).toList(),
        letterPayload);
  }

  /** The same with another time after which cameras are forgotten. */
  public TopologySettings forgettingAfter(Duration forgetAfter) {
    return new TopologySettings(
        topics,
        predictions,
        closeAfterSilence,
        forgetAfter,
        quarantineAfter,
        captions,
        letterPayload);
  }

  /** The same with letters that keep so many bytes of a record. */
  public TopologySettings withLetterPayload(int bytes) {
    return new TopologySettings(
        topics, predictions, closeAfterSilence, forgetAfter, quarantineAfter, captions, bytes);
  }

  /** The defaults: no predictions, no captions, events end after 30 s of silence. */
  public static TopologySettings of(Topics topics) {
    return new TopologySettings(topics, false, DEFAULT_SILENCE);
  }
}
