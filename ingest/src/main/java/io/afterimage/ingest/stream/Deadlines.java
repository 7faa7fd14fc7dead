package io.afterimage.ingest.stream;

import java.time.Duration;

/**
 * How long FFmpeg's calls may take. Immutable.
 *
 * @param open connecting and reading the header
 * @param probe finding out what the streams are
 * @param read waiting for the next packet
 */
public record Deadlines(Duration open, Duration probe, Duration read) {
  /** Ten seconds to open, ten to probe, ten from packet to packet. */
  public static final Deadlines DEFAULT =
      new Deadlines(Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofSeconds(10));
}
