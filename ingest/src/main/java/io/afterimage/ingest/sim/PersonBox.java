package io.afterimage.ingest.sim;

/**
 * Where in a picture somebody is: the least upright rectangle around the body's part in the
 * picture, whether furniture hides some of it or not. Shares of the picture's width and height, 0
 * to 1 from the top left.
 *
 * @param left below {@code right}
 * @param top below {@code bottom}
 * @param right its right edge
 * @param bottom its lower edge
 */
public record PersonBox(double left, double top, double right, double bottom) {}
