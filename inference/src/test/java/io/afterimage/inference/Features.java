package io.afterimage.inference;

import io.afterimage.contract.Position;
import io.afterimage.contract.feature.Feature;
import io.afterimage.contract.feature.Tensor;
import io.afterimage.contract.feature.Timing;
import java.time.Instant;
import java.util.List;

/** Features around given tensors. */
public final class Features {
  private Features() {}

  /** A feature whose place in a stream does not matter. */
  public static Feature of(List<Tensor> tensors) {
    return new Feature(
        new Position(1, 0, 0, Instant.EPOCH),
        80_000,
        "0".repeat(64),
        new Timing(0, 0, 0, Instant.EPOCH),
        tensors);
  }
}
