package io.afterimage.inference.pack;

/**
 * When a picture is of another scene than those before it. Immutable.
 *
 * @param tensor the encoder's output that is compared
 * @param threshold mean absolute difference above which a frame is a candidate
 * @param holdFrames how many candidates in a row make a cut
 * @param settleUs how long after an epoch's start frames only set the reference, microseconds
 */
public record CutRule(String tensor, double threshold, int holdFrames, long settleUs) {}
