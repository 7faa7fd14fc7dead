package io.afterimage.topology.memory;

/**
 * How often the pack failed on a camera's frames, one after the other. Immutable.
 *
 * @param failures frames in a row that it failed on; 0: none
 * @param quarantined whether it is given no more frames for a while
 * @param epoch the epoch of the last of them
 * @param retryUs PTS from which it is given a frame again, microseconds; 0 unless quarantined
 * @param pack the hash of the pack that failed, 64 hexadecimal digits
 */
public record Trouble(int failures, boolean quarantined, long epoch, long retryUs, String pack) {
  /** The pack takes the camera's frames. */
  public static final Trouble NONE = new Trouble(0, false, 0, 0, "0".repeat(64));

  /** Whether there is none. */
  public boolean isNone() {
    return failures == 0;
  }

  /** Whether it is this pack's, in this epoch; another one begins anew. */
  public boolean isOf(String pack, long epoch) {
    return this.pack.equals(pack) && this.epoch == epoch;
  }
}
