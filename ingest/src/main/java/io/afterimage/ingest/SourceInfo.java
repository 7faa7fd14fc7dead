package io.afterimage.ingest;

import java.util.OptionalLong;

/**
 * What a source says of itself once it is open. Immutable.
 *
 * @param codec the codec's name, {@code sim} for a simulated camera
 * @param width pixels, before rotation
 * @param height pixels, before rotation
 * @param frameRate pictures a second as announced, 0 if unknown
 * @param durationUs length as announced, in microseconds; empty for a live source
 * @param finite whether it ends by itself, and so loses nothing
 */
public record SourceInfo(
    String codec,
    int width,
    int height,
    double frameRate,
    OptionalLong durationUs,
    boolean finite) {}
