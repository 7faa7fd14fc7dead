package io.afterimage.topology.stage;

import io.afterimage.contract.CameraId;
import java.util.Set;

/** What a task's stores keep of cameras, as far as it can be removed. One thread at a time. */
public interface Kept {
  /**
   * Removes all of a camera, and tells what ends by that.
   *
   * @param by why, as told in {@code ce_closedby}
   * @param nowMs the wall clock, milliseconds since 1970
   * @return whether there was anything
   */
  boolean forget(CameraId camera, String by, long nowMs);

  /**
   * The cameras that nothing was heard of since a time.
   *
   * @param sinceMs milliseconds since 1970
   */
  Set<CameraId> unheardSince(long sinceMs);
}
