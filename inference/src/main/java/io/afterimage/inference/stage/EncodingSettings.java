package io.afterimage.inference.stage;

import io.afterimage.contract.Topics;
import java.time.Duration;
import java.util.Map;

/**
 * How an encoding stage runs. Immutable.
 *
 * @param topics where frames come from and features go
 * @param group the consumer group; stages of one group share the cameras by partitions
 * @param ageLimit the age, since its capture, at which a live frame is no longer worth encoding;
 *     frames of files are never skipped. Zero: nor are those of live cameras
 * @param maxBatch the most frames that a worker takes at once, 1 to 256
 * @param batchWait the least time from one batch to the next, unless the next is full: more cameras
 *     share a run of the encoder, and each frame is later by half of it; 0 or more
 * @param workers threads that decode and encode, 1 to 256; one a core
 * @param letterPayload bytes of a frame that its dead letter keeps
 * @param kafka {@code bootstrap.servers} and security settings, for consumer and producer alike
 */
public record EncodingSettings(
    Topics topics,
    String group,
    Duration ageLimit,
    int maxBatch,
    Duration batchWait,
    int workers,
    int letterPayload,
    Map<String, Object> kafka) {
  private static final int MOST = 256;

  /**
   * Copies the settings.
   *
   * @throws IllegalArgumentException if a number is out of range
   */
  public EncodingSettings {
    kafka = Map.copyOf(kafka);
    if (maxBatch < 1 || maxBatch > MOST || workers < 1 || workers > MOST) {
      throw new IllegalArgumentException(
          "max batch %d and workers %d must each be from 1 to %d"
              .formatted(maxBatch, workers, MOST));
    }
    if (ageLimit.isNegative()) {
      throw new IllegalArgumentException("age limit " + ageLimit + " must be 0 or more");
    }
    if (batchWait.isNegative()) {
      throw new IllegalArgumentException("batch wait " + batchWait + " must be 0 or more");
    }
  }
}
