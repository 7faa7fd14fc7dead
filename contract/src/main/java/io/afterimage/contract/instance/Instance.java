package io.afterimage.contract.instance;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A running process that can be asked what it keeps: the value in the {@code instances} topic, as
 * JSON, under its address as the key. It says so again from time to time; a process that is killed
 * leaves its last word behind. Immutable.
 *
 * @param address where it answers
 * @param memories application ids of the topologies in it that keep memories
 * @param captions application ids of the captioning topologies in it
 * @param version the program's version
 * @param started wall clock at which it started
 * @param announced wall clock at which it said so
 */
public record Instance(
    InstanceAddress address,
    List<String> memories,
    List<String> captions,
    String version,
    Instant started,
    Instant announced) {
  /** Copies the lists; one that is missing is empty. */
  public Instance {
    memories = orNothing(memories);
    captions = orNothing(captions);
  }

  /** Jackson gives null for what an older writer does not know of. */
  private static List<String> orNothing(@Nullable List<String> read) {
    return read == null ? List.of() : List.copyOf(read);
  }
}
