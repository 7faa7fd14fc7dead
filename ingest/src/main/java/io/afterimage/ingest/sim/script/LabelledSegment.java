package io.afterimage.ingest.sim.script;

/**
 * What is to be seen in a stretch of a stream.
 *
 * @param startUs its beginning, in microseconds of the stream
 * @param endUs its end, where the next segment begins
 * @param label {@code empty}, {@code walk}, {@code stand}, {@code sit_down}, {@code sit}, {@code
 *     lie_down}, {@code fall}, {@code lie} or {@code get_up}
 */
public record LabelledSegment(long startUs, long endUs, String label) {}
