package io.afterimage.bench.chaos.compare;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.afterimage.bench.chaos.compare.Difference.Kind;
import io.afterimage.topology.memory.Memory;
import io.afterimage.topology.memory.MemoryCodec;
import io.afterimage.topology.memory.MemoryKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a store holds in the end: the last value of each key of its changelog. Immutable.
 *
 * @param store the changelog's name without the topics' prefix
 * @param values by key
 */
public record StoredState(String store, Map<String, byte[]> values) {
  private static final String MEMORY = "topology-memory-changelog";

  /** The state that a changelog leaves behind. */
  public static StoredState read(LogReader reader, String changelog, String store) {
    Map<String, byte[]> values = new TreeMap<>();
    reader.read(
        changelog,
        record -> {
          String key = new String(record.key(), UTF_8);
          if (record.value() == null) {
            values.remove(key);
          } else {
            values.put(key, record.value());
          }
        });
    return new StoredState(store, values);
  }

  /** In what it is not, bit for bit, as that of the undisturbed run. */
  public List<Difference> against(StoredState undisturbed) {
    TreeSet<String> keys = new TreeSet<>(values.keySet());
    keys.addAll(undisturbed.values.keySet());
    List<Difference> differences = new ArrayList<>();
    for (String key : keys) {
      byte[] right = timeless(key, undisturbed.values.get(key));
      byte[] here = timeless(key, values.get(key));
      if (!Arrays.equals(right, here)) {
        differences.add(
            new Difference(store, Kind.STATE, key, describe(key, right), describe(key, here)));
      }
    }
    return differences;
  }

  /** The bytes without the wall clock at which a memory was last changed. */
  private byte @Nullable [] timeless(String key, byte @Nullable [] bytes) {
    if (bytes == null || !store.equals(MEMORY)) {
      return bytes;
    }
    MemoryCodec codec = new MemoryCodec();
    Memory memory = codec.read(MemoryKey.parse(key).pack(), bytes);
    memory.seen(0);
    return codec.write(memory);
  }

  private @Nullable String describe(String key, byte @Nullable [] bytes) {
    if (bytes == null) {
      return null;
    }
    String hex = HexFormat.of().formatHex(bytes);
    if (!store.equals(MEMORY)) {
      return hex;
    }
    Memory memory = new MemoryCodec().read(MemoryKey.parse(key).pack(), bytes);
    return "epoch %d, seq %d, segment %d, open events %d, ended %s, idle %s, fresh %s: %s"
        .formatted(
            memory.epoch(),
            memory.last().seq(),
            memory.segment(),
            memory.events().openCount(),
            memory.ended(),
            memory.idle(),
            memory.fresh(),
            hex);
  }
}
