package io.afterimage.topology.window;

import org.jspecify.annotations.Nullable;

/**
 * The slots of one camera and caption pack, numbered from 0. Belongs to one task; one thread at a
 * time.
 */
public interface Slots {
  /** Writes one slot; what it held is gone. */
  void put(int slot, KeptFrame frame);

  /** What a slot holds; null if nothing, or nothing that can be read. */
  @Nullable KeptFrame get(int slot);

  /** Empties slots 0 to {@code count - 1}. */
  void clear(int count);
}
