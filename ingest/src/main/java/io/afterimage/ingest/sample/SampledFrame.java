package io.afterimage.ingest.sample;

import io.afterimage.ingest.sim.PersonBox;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One sampled picture as packs read it.
 *
 * @param first whether it begins a new epoch: the source's first, or the first of a new resolution
 * @param ptsUs microseconds since the epoch's first frame
 * @param value the planes as the frames topic carries them; backed by an array of just that size,
 *     which is never written to again
 * @param periodUs the source's effective interval between sampled frames
 * @param receivedNanos {@link System#nanoTime()} at which the picture was received
 * @param captureTime wall clock of the same, in whole microseconds
 * @param label what the picture shows, where the source knows
 * @param person where anybody is in it, where the source knows and anybody is there
 */
public record SampledFrame(
    boolean first,
    long ptsUs,
    ByteBuffer value,
    int periodUs,
    long receivedNanos,
    Instant captureTime,
    @Nullable String label,
    @Nullable PersonBox person) {}
