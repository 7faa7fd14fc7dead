package io.afterimage.inference.pack;

/**
 * When a label's scores make an event. Immutable.
 *
 * @param enter the score at which a candidate begins, 0 to 1
 * @param leave the score below which a frame no longer belongs to it, at most {@code enter}
 * @param minDurationUs how long a candidate lasts before the event starts, microseconds
 * @param mergeGapUs how long the score may stay below {@code leave} before the event ends,
 *     microseconds
 * @param maxLengthUs the length at which an event is ended and a new one may begin, microseconds
 */
public record EventRule(
    double enter, double leave, long minDurationUs, long mergeGapUs, long maxLengthUs) {}
