package io.afterimage.app.query;

import io.afterimage.contract.CameraId;
import io.afterimage.contract.instance.InstanceAddress;
import io.afterimage.topology.query.CameraState;
import io.afterimage.topology.query.Holders;
import io.afterimage.topology.query.MemoryList;
import io.afterimage.topology.query.StateReader;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Finds what is asked for: on this instance, or by asking those that have it. Thread-safe; waits
 * for the others at most some seconds each.
 */
final class StateDesk {
  private final InstanceAddress self;
  private final InstanceClient others;
  private final MeterRegistry meters;
  private final List<StateReader> readers = new CopyOnWriteArrayList<>();

  StateDesk(InstanceAddress self, InstanceClient others, MeterRegistry meters) {
    this.self = self;
    this.others = others;
    this.meters = meters;
  }

  /** Takes in an application that runs here. */
  void add(StateReader reader) {
    readers.add(reader);
  }

  /** The ids of the applications that run here and keep memories, or that do not. */
  List<String> applications(boolean memories) {
    return readers.stream()
        .filter(reader -> reader.hasMemories() == memories)
        .map(StateReader::application)
        .toList();
  }

  /** The application of that id; null: it does not run here. */
  @Nullable StateReader reader(String application) {
    return readers.stream()
        .filter(reader -> reader.application().equals(application))
        .findFirst()
        .orElse(null);
  }

  /** The application that keeps memories; null: none runs here. */
  @Nullable StateReader memories() {
    return readers.stream().filter(StateReader::hasMemories).findFirst().orElse(null);
  }

  /** The memories of all instances; an instance that cannot answer leaves partitions missing. */
  MemoryList everywhere(StateReader reader) {
    List<MemoryList> lists = new ArrayList<>();
    lists.add(reader.memories());
    for (InstanceAddress other : reader.instances()) {
      if (!other.equals(self)) {
        MemoryList theirs = ask(other, Pages.MEMORIES, MemoryList.class);
        if (theirs != null) {
          lists.add(theirs);
        }
      }
    }
    return MemoryList.merge(lists, reader.partitions());
  }

  /**
   * What is kept of a camera, from the instance that works on it, else the copy that lacks least.
   *
   * @throws RefusedException {@link RefusedException#NOT_NOW} if none of them answers
   */
  CameraState find(StateReader reader, CameraId camera, boolean values) {
    Holders holders = reader.holders(camera);
    CameraState best = null;
    for (InstanceAddress holder : holders.instances()) {
      CameraState found =
          holder.equals(self)
              ? reader.camera(camera, values)
              : ask(holder, Pages.here(reader.application(), camera, values), CameraState.class);
      if (found != null && !found.where().copy()) {
        return found;
      }
      if (found != null && (best == null || found.where().behind() < best.where().behind())) {
        best = found;
      }
    }
    if (best != null) {
      return best;
    }
    throw new RefusedException(
        RefusedException.NOT_NOW,
        "nobody who keeps partition %d of '%s', where camera '%s' lies, answers just now: ask again in some seconds"
            .formatted(holders.partition(), reader.application(), camera));
  }

  private <T> @Nullable T ask(InstanceAddress other, String path, Class<T> type) {
    try {
      T answer = others.get(other, path, type);
      count("answered");
      return answer;
    } catch (RefusedException e) {
      count(
          switch (e.status()) {
            case RefusedException.SILENT -> "silent";
            case RefusedException.TOKEN -> "token";
            case RefusedException.NOT_NOW -> "not_now";
            default -> "refused";
          });
      return null;
    }
  }

  private void count(String outcome) {
    meters.counter("afterimage.query.others", "outcome", outcome).increment();
  }
}
