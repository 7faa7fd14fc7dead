package io.afterimage.contract;

/**
 * What travels under a camera's key: frames, features, windows of them, or a {@link Marker} between
 * them.
 */
public interface StreamRecord {
  /** Where in the camera's stream this record belongs. */
  Position position();
}
