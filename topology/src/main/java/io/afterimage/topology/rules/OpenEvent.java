package io.afterimage.topology.rules;

/**
 * An event that has started and not ended.
 *
 * @param run its frames
 * @param emittedUs PTS of the frame at which it was last told of, microseconds
 */
public record OpenEvent(Run run, long emittedUs) {}
