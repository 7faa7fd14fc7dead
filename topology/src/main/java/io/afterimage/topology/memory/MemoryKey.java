package io.afterimage.topology.memory;

import io.afterimage.contract.CameraId;

/**
 * The key of a memory: camera and pack. As text {@code CAMERA/PACK}; neither may hold a slash, so
 * all memories of a camera share the prefix {@code CAMERA/}. Immutable.
 *
 * @param camera the camera
 * @param pack the pack's id
 */
public record MemoryKey(CameraId camera, String pack) {
  /** The key of that text, as {@link #toString} gives it. */
  public static MemoryKey parse(String text) {
    int slash = text.indexOf('/');
    return new MemoryKey(new CameraId(text.substring(0, slash)), text.substring(slash + 1));
  }

  @Override
  public String toString() {
    return camera + "/" + pack;
  }
}
