package io.afterimage.ingest;

import io.afterimage.contract.CameraId;

/**
 * Hears how the sources do. Called on the thread of the source that it is about, so different
 * sources call at the same time, and a slow listener slows its source.
 */
public interface IngestListener {
  /** Nobody listens. */
  IngestListener NONE = new IngestListener() {};

  /** An epoch begins: the source is open, or its resolution has changed. */
  default void opened(CameraId camera, long epoch, SourceInfo info) {}

  /** A frame was handed on. */
  default void progress(CameraId camera, long ptsUs) {}

  /** Something that a person should know; the source goes on. */
  default void warned(CameraId camera, String sentence) {}

  /**
   * An epoch is over and its end marker published.
   *
   * @param frames how many were sampled in it
   */
  default void ended(CameraId camera, long epoch, long frames) {}

  /** The source cannot be read any more; what was open has ended. */
  default void failed(CameraId camera, IngestException failure) {}
}
