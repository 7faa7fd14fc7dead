package io.afterimage.topology;

import io.afterimage.inference.pack.Pack;
import io.afterimage.inference.runtime.Captioner;
import io.afterimage.inference.runtime.FrameEncoder;
import io.afterimage.inference.runtime.MemoryModel;
import io.afterimage.inference.runtime.PackGraphs;
import java.util.function.Supplier;

/** What somebody else runs a pack on, and frees. Thread-safe if its supplier is. */
record FixedGraphs(Pack pack, Supplier<MemoryModel> models, Supplier<Captioner> captioners)
    implements PackGraphs {
  /** A pack that scores labels. */
  static FixedGraphs remembering(Pack pack, Supplier<MemoryModel> models) {
    return new FixedGraphs(
        pack,
        models,
        () -> {
          throw missing();
        });
  }

  /** A pack that captions. */
  static FixedGraphs captioning(Pack pack, Supplier<Captioner> captioners) {
    return new FixedGraphs(
        pack,
        () -> {
          throw missing();
        },
        captioners);
  }

  @Override
  public FrameEncoder encoder() {
    throw missing();
  }

  @Override
  public MemoryModel newMemoryModel() {
    return models.get();
  }

  @Override
  public Captioner newCaptioner() {
    return captioners.get();
  }

  /** They are not its own. */
  @Override
  public void close() {}

  private static IllegalStateException missing() {
    return new IllegalStateException("the pack was given without it");
  }
}
