package io.afterimage.contract.event;

/**
 * Milliseconds that the frame that caused an event spent on its way; the only part of an event that
 * a replay may change.
 *
 * @param decode in ingest
 * @param queue in the {@code frames} topic
 * @param encode in the encoding stage
 * @param step from the encoding stage to the event
 * @param total from capture to the event
 */
public record LatencyMs(double decode, double queue, double encode, double step, double total) {}
