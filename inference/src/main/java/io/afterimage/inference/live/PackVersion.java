package io.afterimage.inference.live;

import io.afterimage.inference.pack.Pack;
import io.afterimage.inference.runtime.PackGraphs;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One version of a pack in this process. Its graphs are freed when the last of those that need them
 * lets go: the {@link LivePack} that holds it, and each {@link Lease}. Thread-safe.
 */
public final class PackVersion {
  private final PackGraphs graphs;
  private final String encoder;
  private final Probation encoding = new Probation();
  private final Probation speaking = new Probation();
  private int holders = 1;

  /** Takes the graphs over and closes them. */
  PackVersion(PackGraphs graphs) {
    this.graphs = graphs;
    encoder = graphs.pack().manifest().encoder().sha256().toLowerCase(Locale.ROOT);
  }

  /** The right to use a version's graphs until it is closed, once, by whoever took it. */
  public final class Lease implements AutoCloseable {
    private boolean closed;

    private Lease() {}

    /** Whose graphs they are. */
    public PackVersion version() {
      return PackVersion.this;
    }

    /** The graphs; what is made of them is closed before the lease. */
    public PackGraphs graphs() {
      return graphs;
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        release();
      }
    }
  }

  /** What it says of itself. */
  public Pack pack() {
    return graphs.pack();
  }

  /** The hash of the encoder whose features it reads, 64 hexadecimal digits in lower case. */
  public String encoder() {
    return encoder;
  }

  /** How its encoder does in this process. */
  public Probation encoding() {
    return encoding;
  }

  /** How what follows the encoder does: the memory's steps, or the captions. */
  public Probation speaking() {
    return speaking;
  }

  /** Whether that is the hash of its content. */
  public boolean is(String sha256) {
    return pack().sha256().equals(sha256);
  }

  /** A lease; null if the graphs are freed. */
  synchronized @Nullable Lease lease() {
    if (holders == 0) {
      return null;
    }
    holders++;
    return new Lease();
  }

  /** Lets go; the last one frees the graphs. */
  void release() {
    synchronized (this) {
      if (--holders > 0) {
        return;
      }
    }
    graphs.close();
  }

  @Override
  public String toString() {
    return "%s %s (%.8s)"
        .formatted(pack().manifest().id(), pack().manifest().version(), pack().sha256());
  }
}
