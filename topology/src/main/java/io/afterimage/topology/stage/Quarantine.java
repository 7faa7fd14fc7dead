package io.afterimage.topology.stage;

import io.afterimage.contract.feature.Feature;
import io.afterimage.contract.feature.FeatureRecord;
import io.afterimage.topology.memory.Memory;
import io.afterimage.topology.memory.ResetCause;
import io.afterimage.topology.memory.Trouble;

/**
 * The rule that takes frames away from a pack that fails on every one of them: after so many
 * failures in a row the camera's open events end, and for a minute of media time the pack is given
 * none of its frames; then one, and so on, until it takes one. Another epoch or another version of
 * the pack begins anew. Depends on the memory and the record alone. Immutable and thread-safe.
 */
final class Quarantine {
  private static final long RETRY_US = 60_000_000;

  private final int after;
  private final String pack;

  /**
   * @param after failures in a row; 0: never
   * @param pack the hash of the pack that steps, 64 hexadecimal digits
   */
  Quarantine(int after, String pack) {
    this.after = after;
    this.pack = pack;
  }

  /** Whether the pack is not given the record. */
  boolean holds(Memory memory, FeatureRecord record) {
    Trouble trouble = memory.trouble();
    return record instanceof Feature
        && trouble.quarantined()
        && trouble.isOf(pack, record.position().epoch())
        && record.position().ptsUs() < trouble.retryUs();
  }

  /**
   * Notes that the pack failed on a record.
   *
   * @param memory the camera's as it was before
   * @return what it did to the memory
   */
  Change fail(Memory memory, FeatureRecord record) {
    Change change = Change.none(Verdict.DEAD_LETTER);
    long epoch = record.position().epoch();
    Trouble before = memory.trouble().isOf(pack, epoch) ? memory.trouble() : Trouble.NONE;
    int failures = (int) Math.min(Integer.MAX_VALUE, before.failures() + 1L);
    boolean quarantined = after > 0 && failures >= after;
    if (quarantined && !before.quarantined()) {
      change.close(memory);
      change.reset(ResetCause.QUARANTINED);
      change.status(record.position());
      memory.forget();
    }
    long retryUs = quarantined ? record.position().ptsUs() + RETRY_US : 0;
    memory.trouble(new Trouble(failures, quarantined, epoch, retryUs, pack));
    return change;
  }

  /** Notes that the pack took a frame. */
  static void succeed(Memory memory, Change change) {
    if (memory.trouble().quarantined()) {
      change.status(memory.last());
    }
    memory.trouble(Trouble.NONE);
  }
}
