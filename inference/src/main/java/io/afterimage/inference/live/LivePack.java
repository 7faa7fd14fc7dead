package io.afterimage.inference.live;

import io.afterimage.inference.live.PackMeters.Outcome;
import io.afterimage.inference.live.PackVersion.Lease;
import io.afterimage.inference.runtime.PackGraphs;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One pack in one process, which may be replaced by another version of itself while it is used.
 * Readers take a snapshot of its {@link #versions}, which changes as a whole, and a {@link Lease}
 * on the one that they use. Owns the versions' graphs. Thread-safe.
 */
public final class LivePack implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LivePack.class);

  private final PackMeters meters;
  private volatile Versions versions;
  private boolean closed;

  /**
   * A pack with its first version.
   *
   * @param first the graphs; taken over and closed
   * @param registry takes its metrics
   */
  public LivePack(PackGraphs first, MeterRegistry registry) {
    PackVersion version = new PackVersion(first);
    versions = new Versions(version, null, version, false);
    meters = new PackMeters(registry, version.pack().manifest().id());
    meters.active(version.pack());
  }

  /** A pack of which nobody counts what becomes of it. */
  public LivePack(PackGraphs first) {
    this(first, new CompositeMeterRegistry());
  }

  /** The pack's id, the same in all its versions. */
  public String id() {
    return versions.current().pack().manifest().id();
  }

  /** The versions as they are now. */
  public Versions versions() {
    return versions;
  }

  /** Where its versions are counted. */
  public PackMeters meters() {
    return meters;
  }

  /**
   * A lease on one of the versions; the caller closes it.
   *
   * @param choice which one, or null for none; asked again if the versions changed meanwhile
   * @return null if none was chosen
   * @throws IllegalStateException if the pack is closed
   */
  public @Nullable Lease lease(Function<Versions, @Nullable PackVersion> choice) {
    while (true) {
      Versions seen = versions;
      PackVersion chosen = choice.apply(seen);
      Lease lease = chosen == null ? null : chosen.lease();
      if (chosen == null || lease != null) {
        return lease;
      }
      if (seen.equals(versions)) {
        throw new IllegalStateException("pack '%s' was used after it was closed".formatted(id()));
      }
    }
  }

  /** A lease on the version that leads; the caller closes it. */
  public Lease leader() {
    Lease lease = lease(Versions::leader);
    if (lease == null) {
      throw new IllegalStateException("no version of pack '%s' leads".formatted(id()));
    }
    return lease;
  }

  /**
   * Puts a new version in the place of the current one, which becomes the previous one; the one
   * before that is let go.
   *
   * @param next the graphs, which were run once; taken over and closed
   * @param waits whether the old version leads until {@link #settle}
   * @throws IllegalStateException if the pack is closed; the graphs are still the caller's
   */
  public void replace(PackGraphs next, boolean waits) {
    PackVersion left;
    synchronized (this) {
      if (closed) {
        throw new IllegalStateException("pack '%s' is closed".formatted(id()));
      }
      PackVersion version = new PackVersion(next);
      PackVersion old = versions.current();
      left = versions.previous();
      versions = new Versions(version, old, waits ? old : version, false);
      meters.count(Outcome.SWITCHED);
      meters.active(version.pack());
      LOG.info("Pack {} takes over from {}", version, old);
    }
    if (left != null) {
      left.release();
    }
  }

  /** Lets the current version lead: by now everybody knows it. */
  public synchronized void settle() {
    Versions now = versions;
    if (now.leader() != now.current()) {
      versions = new Versions(now.current(), now.previous(), now.current(), now.rolledBack());
      LOG.info("Pack {} is the one that others are asked to read from now on", now.current());
    }
  }

  /**
   * Goes back to the version before, because the current one fails on what that one takes.
   *
   * @param failed the version that failed; nothing is done if it is not the current one any more
   * @param cause why
   */
  public synchronized void rollBack(PackVersion failed, Throwable cause) {
    PackVersion back = versions.previous();
    if (versions.current() != failed || back == null) {
      return;
    }
    versions = new Versions(back, failed, back, true);
    meters.count(Outcome.ROLLED_BACK);
    meters.active(back.pack());
    LOG.error(
        "Pack {} failed, and {} speaks again until the pack's folder changes: {}",
        failed,
        back,
        cause.getMessage(),
        cause);
  }

  /** Lets go of all versions; each one's graphs are freed with its last lease. */
  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      meters.retire();
    }
    versions.current().release();
    PackVersion previous = versions.previous();
    if (previous != null) {
      previous.release();
    }
  }
}
