package io.afterimage.app.live;

import io.afterimage.inference.pack.Pack;
import io.afterimage.inference.runtime.PackGraphs;
import io.afterimage.inference.runtime.PackRuntime;
import io.afterimage.inference.runtime.RuntimeSettings;

/** How much of a pack runs in this process. */
enum PackUse {
  /** All its graphs. */
  WHOLE {
    @Override
    PackGraphs open(Pack pack, RuntimeSettings settings) {
      return PackRuntime.open(pack, settings);
    }
  },
  /** Its graphs but the encoder. */
  AFTER_ENCODER {
    @Override
    PackGraphs open(Pack pack, RuntimeSettings settings) {
      return PackRuntime.openWithoutEncoder(pack, settings);
    }
  },
  /** Nothing. */
  DECLARED {
    @Override
    PackGraphs open(Pack pack, RuntimeSettings settings) {
      return new DeclaredGraphs(pack);
    }
  };

  /**
   * Opens what runs, and runs it once.
   *
   * @throws io.afterimage.inference.InferenceException if it cannot be run
   */
  abstract PackGraphs open(Pack pack, RuntimeSettings settings);

  /**
   * The same for a new version, which must be sound although it may run elsewhere: all processes
   * take it or none does.
   *
   * @throws io.afterimage.inference.InferenceException if it cannot be run
   */
  PackGraphs openNew(Pack pack, RuntimeSettings settings) {
    if (this == DECLARED) {
      PackRuntime.open(pack, settings).close();
    }
    return open(pack, settings);
  }
}
