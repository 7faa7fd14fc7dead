package io.afterimage.topology.stage;

import io.afterimage.inference.live.LivePack;
import io.afterimage.inference.live.PackVersion;
import io.afterimage.inference.live.PackVersion.Lease;
import io.afterimage.topology.memory.Memory;

/**
 * What a task needs to speak for one version of a pack. Owns a model and the lease on the version's
 * graphs; one thread at a time.
 */
final class Voice implements OpenVersions.User {
  private final Lease lease;
  private final Foresight model;
  private final CameraStep step;
  private final EventWriter writer;
  private final Quarantine quarantine;

  /**
   * Takes the lease over and closes it.
   *
   * @param quarantineAfter failures in a row; 0: never
   */
  Voice(Lease lease, LivePack pack, int quarantineAfter, StageMeters meters) {
    this.lease = lease;
    writer = new EventWriter(lease.version().pack());
    quarantine = new Quarantine(quarantineAfter, lease.version().pack().sha256());
    try {
      model = new Foresight(lease.graphs().newMemoryModel(), meters);
    } catch (RuntimeException e) {
      lease.close();
      throw e;
    }
    PackVersion version = lease.version();
    step =
        new CameraStep(version.pack(), model, older -> pack.versions().continues(version, older));
  }

  /** For which it speaks. */
  PackVersion version() {
    return lease.version();
  }

  /** What a record does to a memory. */
  CameraStep step() {
    return step;
  }

  /** Its model, which may step what comes after. */
  Foresight foresight() {
    return model;
  }

  /** Puts it into events. */
  EventWriter writer() {
    return writer;
  }

  /** When it is given no frames. */
  Quarantine quarantine() {
    return quarantine;
  }

  /** The memory of a camera that was never seen. */
  Memory blank() {
    return Memory.blank(version().pack().ref(), version().pack().manifest().labels().size());
  }

  @Override
  public void close() {
    model.close();
    lease.close();
  }
}
