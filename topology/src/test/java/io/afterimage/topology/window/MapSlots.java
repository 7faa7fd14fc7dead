package io.afterimage.topology.window;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Slots in memory, as bytes; counts what is written. */
final class MapSlots implements Slots {
  final Map<Integer, byte[]> bytes = new HashMap<>();
  int writes;

  @Override
  public void put(int slot, KeptFrame frame) {
    bytes.put(slot, WindowCodec.write(frame));
    writes++;
  }

  @Override
  public @Nullable KeptFrame get(int slot) {
    byte[] found = bytes.get(slot);
    return found == null ? null : WindowCodec.readFrame(found);
  }

  @Override
  public void clear(int count) {
    for (int slot = 0; slot < count; slot++) {
      bytes.remove(slot);
    }
  }
}
