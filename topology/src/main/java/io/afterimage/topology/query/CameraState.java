package io.afterimage.topology.query;

import java.util.List;

/**
 * All that an application keeps of one camera. Immutable.
 *
 * @param camera the camera
 * @param where from where it was read
 * @param memories its memories, one a pack
 * @param stores its share of each of the application's stores, in the order of their names
 */
public record CameraState(
    String camera, Where where, List<MemoryDetail> memories, List<StoreShare> stores) {
  /** Copies the lists. */
  public CameraState {
    memories = List.copyOf(memories);
    stores = List.copyOf(stores);
  }

  /** Whether there is nothing of the camera in any store. */
  public boolean holdsNothing() {
    return stores.stream().allMatch(store -> store.entries() == 0);
  }
}
