package io.afterimage.inference.live;

import org.jspecify.annotations.Nullable;

/**
 * The versions of a pack that a process knows at one moment. Immutable.
 *
 * @param current the one that speaks
 * @param previous the one before, for what is still under way in its name, and to go back to; null
 *     if there was none. After a roll-back it is the one that failed
 * @param leader the one of both in whose form others are written to: whose encoder makes the
 *     features, and by whose rules windows are asked about
 * @param rolledBack whether the previous one failed
 */
public record Versions(
    PackVersion current, @Nullable PackVersion previous, PackVersion leader, boolean rolledBack) {
  /** The version that reads the features of that encoder, the current one first; null: none. */
  public @Nullable PackVersion reading(String encoder) {
    if (current.encoder().equals(encoder)) {
      return current;
    }
    return previous != null && previous.encoder().equals(encoder) ? previous : null;
  }

  /** The version of that content; null if it is not known. */
  public @Nullable PackVersion of(String sha256) {
    if (current.is(sha256)) {
      return current;
    }
    return previous != null && previous.is(sha256) ? previous : null;
  }

  /** Whether a version is one of these. */
  public boolean contains(PackVersion version) {
    return version == current || version == previous;
  }

  /**
   * Whether a version may continue what another content of the pack remembers: it names it, or the
   * other one, being known here, names it; so a roll-back between such versions forgets nothing.
   */
  public boolean continues(PackVersion version, String sha256) {
    if (version.pack().manifest().compatibleWith().contains(sha256)) {
      return true;
    }
    PackVersion other = of(sha256);
    return other != null
        && other.pack().manifest().compatibleWith().contains(version.pack().sha256());
  }
}
