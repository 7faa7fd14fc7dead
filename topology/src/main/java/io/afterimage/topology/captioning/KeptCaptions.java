package io.afterimage.topology.captioning;

import io.afterimage.contract.CameraId;
import io.afterimage.contract.ContractException;
import io.afterimage.topology.stage.Kept;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The last captions of a task's cameras. One thread at a time.
 *
 * @param store the task's
 */
record KeptCaptions(KeyValueStore<String, byte[]> store) implements Kept {
  @Override
  public boolean forget(CameraId camera, String by, long nowMs) {
    return store.delete(camera.value()) != null;
  }

  @Override
  public Set<CameraId> unheardSince(long sinceMs) {
    Set<CameraId> unheard = new HashSet<>();
    try (KeyValueIterator<String, byte[]> all = store.all()) {
      while (all.hasNext()) {
        KeyValue<String, byte[]> entry = all.next();
        if (isUnheard(entry.value, sinceMs)) {
          unheard.add(new CameraId(entry.key));
        }
      }
    }
    return unheard;
  }

  /** What cannot be read is of no use to anybody. */
  private static boolean isUnheard(byte[] caption, long sinceMs) {
    try {
      return LastCaptionCodec.read(caption).end().toEpochMilli() <= sinceMs;
    } catch (ContractException e) {
      return true;
    }
  }
}
