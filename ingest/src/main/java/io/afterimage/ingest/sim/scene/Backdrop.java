package io.afterimage.ingest.sim.scene;

/**
 * The picture of a room with nobody in it.
 *
 * @param width its width in pixels
 * @param height its height in pixels
 * @param bgr blue, green, red of each pixel, from 0 to 255 and beyond, row by row
 * @param depth how far each pixel lies in front of the camera along its view, in metres
 */
@SuppressWarnings("ArrayRecordComponent")
public record Backdrop(int width, int height, float[] bgr, float[] depth) {}
