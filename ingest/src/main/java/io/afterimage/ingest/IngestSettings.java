package io.afterimage.ingest;

import io.afterimage.contract.Topics;
import io.afterimage.contract.frame.FrameInput;
import java.time.Duration;
import java.util.Map;

/**
 * What ingest publishes and where. Immutable.
 *
 * @param topics the topics' names
 * @param input the picture that the packs read
 * @param rateFps sampled pictures a second, above 0 to 240
 * @param filtered which pictures get their codec's loop filter
 * @param encoding raw planes or JPEG
 * @param realtime whether files come as slowly as they were recorded
 * @param previews whether JPEGs for people are published
 * @param idleAfter how long a live source may be silent before an idle marker says so
 * @param credits how far files may run ahead
 * @param kafka what every client needs: {@code bootstrap.servers} and security
 */
public record IngestSettings(
    Topics topics,
    FrameInput input,
    double rateFps,
    LoopFilter filtered,
    EncodingChoice encoding,
    boolean realtime,
    boolean previews,
    Duration idleAfter,
    CreditSettings credits,
    Map<String, Object> kafka) {
  /**
   * @throws IllegalArgumentException if the rate or the time is out of range
   */
  public IngestSettings {
    kafka = Map.copyOf(kafka);
    if (!(rateFps > 0 && rateFps <= 240)) {
      throw new IllegalArgumentException("rate must be above 0 and at most 240, not " + rateFps);
    }
    if (idleAfter.isNegative() || idleAfter.isZero()) {
      throw new IllegalArgumentException("idle time must be above 0, not " + idleAfter);
    }
  }
}
