package io.afterimage.topology.stage;

import io.afterimage.contract.CameraId;
import io.afterimage.contract.ContractException;
import io.afterimage.topology.memory.Memory;
import io.afterimage.topology.memory.MemoryCodec;
import io.afterimage.topology.memory.MemoryKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** A task's memories, with the windows that go with them. One thread at a time. */
final class KeptMemories implements Kept {
  private final KeyValueStore<String, byte[]> memories;
  private final List<KeyValueStore<String, byte[]>> windows;
  private final EventSender sender;
  private final MemoryCodec codec = new MemoryCodec();

  /**
   * @param memories the store of memories
   * @param windows the stores of their windows; none without captions
   * @param sender tells what ends
   */
  KeptMemories(
      KeyValueStore<String, byte[]> memories,
      List<KeyValueStore<String, byte[]>> windows,
      EventSender sender) {
    this.memories = memories;
    this.windows = windows;
    this.sender = sender;
  }

  @Override
  public boolean forget(CameraId camera, String by, long nowMs) {
    List<KeyValue<String, byte[]>> kept = of(camera, memories);
    for (KeyValue<String, byte[]> each : kept) {
      end(each, by, nowMs);
      memories.delete(each.key);
    }
    if (!kept.isEmpty()) {
      sender.removeStatus(camera, nowMs);
    }
    boolean found = !kept.isEmpty();
    for (KeyValueStore<String, byte[]> store : windows) {
      for (KeyValue<String, byte[]> each : of(camera, store)) {
        store.delete(each.key);
        found = true;
      }
    }
    return found;
  }

  /** What cannot be read has no events that could be ended. */
  private void end(KeyValue<String, byte[]> entry, String by, long nowMs) {
    MemoryKey key = MemoryKey.parse(entry.key);
    try {
      Memory memory = codec.read(key.pack(), entry.value);
      Change change = new Change();
      change.close(memory);
      sender.sendClosed(key.camera(), memory.last(), change, by, nowMs);
    } catch (ContractException e) {
      // It is removed all the same.
    }
  }

  @Override
  public Set<CameraId> unheardSince(long sinceMs) {
    Set<CameraId> unheard = new HashSet<>();
    try (KeyValueIterator<String, byte[]> all = memories.all()) {
      while (all.hasNext()) {
        KeyValue<String, byte[]> entry = all.next();
        if (MemoryCodec.isUnseen(entry.value, sinceMs)) {
          unheard.add(MemoryKey.parse(entry.key).camera());
        }
      }
    }
    return unheard;
  }

  private static List<KeyValue<String, byte[]>> of(
      CameraId camera, KeyValueStore<String, byte[]> store) {
    List<KeyValue<String, byte[]>> found = new ArrayList<>();
    try (KeyValueIterator<String, byte[]> entries =
        store.prefixScan(camera.value() + "/", new StringSerializer())) {
      entries.forEachRemaining(found::add);
    }
    return found;
  }
}
