package io.afterimage.contract.feature;

import java.time.Instant;

/**
 * Where a frame's time went before the memory saw it. Says nothing about what was seen: a replay
 * may change it.
 *
 * @param decodeUs microseconds in ingest
 * @param queueUs microseconds in the {@code frames} topic
 * @param encodeUs microseconds in the encoding stage
 * @param encodedAt wall clock at which the feature was published
 */
public record Timing(int decodeUs, int queueUs, int encodeUs, Instant encodedAt) {}
