package io.afterimage.topology.stage;

import io.afterimage.contract.ContractException;
import io.afterimage.topology.window.KeptFrame;
import io.afterimage.topology.window.Slots;
import io.afterimage.topology.window.WindowCodec;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Slots in a store, under {@code CAMERA/PACK/NUMBER}. One task's; one thread at a time. */
final class StoredSlots implements Slots {
  private static final Logger LOG = LoggerFactory.getLogger(StoredSlots.class);

  private final KeyValueStore<String, byte[]> store;
  private final String prefix;

  /**
   * @param store the task's slots
   * @param key the camera's and pack's, as of its header
   */
  StoredSlots(KeyValueStore<String, byte[]> store, String key) {
    this.store = store;
    prefix = key + "/";
  }

  @Override
  public void put(int slot, KeptFrame frame) {
    store.put(prefix + slot, StageSerdes.fitting("a window's frame", WindowCodec.write(frame)));
  }

  @Override
  public @Nullable KeptFrame get(int slot) {
    byte[] bytes = store.get(prefix + slot);
    if (bytes == null) {
      return null;
    }
    try {
      return WindowCodec.readFrame(bytes);
    } catch (ContractException e) {
      LOG.warn("Slot '{}{}' cannot be read: {}", prefix, slot, e.getMessage());
      return null;
    }
  }

  @Override
  public void clear(int count) {
    for (int slot = 0; slot < count; slot++) {
      store.delete(prefix + slot);
    }
  }
}
