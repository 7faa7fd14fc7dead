package io.afterimage.peers.flink;

import java.io.Serializable;

/**
 * When a label's event begins and ends. Immutable.
 *
 * @param label its name
 * @param enter the score that begins an event
 * @param leave the score below which a frame does not belong to it
 * @param minDurationUs how long it must last to be told, microseconds of media time
 * @param mergeGapUs how long it may be away without ending, microseconds of media time
 */
record EventRule(String label, double enter, double leave, long minDurationUs, long mergeGapUs)
    implements Serializable {}
