package io.afterimage.ingest.picture;

/**
 * Width and height in pixels. Immutable.
 *
 * @param width from left to right
 * @param height from top to bottom
 */
public record Size(int width, int height) {}
