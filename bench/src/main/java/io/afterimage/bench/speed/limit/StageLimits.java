package io.afterimage.bench.speed.limit;

/**
 * The least that the stages take for a camera, in milliseconds of CPU time a second of video.
 * Immutable.
 *
 * @param decode to sampled raw planes, by the {@code ffmpeg} command
 * @param frames through the broker, by Kafka's performance tools
 * @param encode by ONNX Runtime
 * @param features through the broker, by the tools
 * @param step by ONNX Runtime, features read and states kept in memory
 * @param frameBytes of a frame's record, raw
 * @param featureBytes of a feature's
 */
public record StageLimits(
    double decode,
    double frames,
    double encode,
    double features,
    double step,
    int frameBytes,
    int featureBytes) {
  /**
   * All of them.
   *
   * @param edge without frames through the broker
   */
  public double sum(boolean edge) {
    return decode + (edge ? 0 : frames) + encode + features + step;
  }
}
