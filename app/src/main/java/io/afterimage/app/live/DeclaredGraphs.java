package io.afterimage.app.live;

import io.afterimage.inference.pack.Pack;
import io.afterimage.inference.runtime.Captioner;
import io.afterimage.inference.runtime.FrameEncoder;
import io.afterimage.inference.runtime.MemoryModel;
import io.afterimage.inference.runtime.PackGraphs;

/** A pack of which this process knows what it says of itself, and runs nothing. Immutable. */
record DeclaredGraphs(Pack pack) implements PackGraphs {
  @Override
  public FrameEncoder encoder() {
    throw elsewhere();
  }

  @Override
  public MemoryModel newMemoryModel() {
    throw elsewhere();
  }

  @Override
  public Captioner newCaptioner() {
    throw elsewhere();
  }

  @Override
  public void close() {}

  private IllegalStateException elsewhere() {
    return new IllegalStateException(
        "pack '%s' runs in another process".formatted(pack.manifest().id()));
  }
}
