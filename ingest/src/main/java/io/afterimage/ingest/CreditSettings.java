package io.afterimage.ingest;

/**
 * How far files may run ahead of the stages that read them, by the offsets that these commit.
 * Immutable.
 *
 * @param inferenceGroup the consumer group that reads {@code frames}
 * @param topologyGroup the consumer group that reads {@code features}
 * @param frames records of a partition of {@code frames} that may be published and not committed
 * @param features the same for {@code features}
 */
public record CreditSettings(
    String inferenceGroup, String topologyGroup, int frames, int features) {
  /**
   * @throws IllegalArgumentException if a credit is below 1: no file could ever be read
   */
  public CreditSettings {
    if (frames < 1 || features < 1) {
      throw new IllegalArgumentException(
          "credits must be at least 1, not %d frames and %d features".formatted(frames, features));
    }
  }

  /** The groups of a topic prefix, with 512 frames and 4096 features. */
  public static CreditSettings ofPrefix(String prefix) {
    return new CreditSettings(prefix + "-inference", prefix + "-topology", 512, 4096);
  }
}
