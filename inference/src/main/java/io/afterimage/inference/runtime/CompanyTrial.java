package io.afterimage.inference.runtime;

import io.afterimage.contract.Position;
import io.afterimage.contract.feature.DType;
import io.afterimage.contract.feature.Feature;
import io.afterimage.contract.feature.Tensor;
import io.afterimage.contract.feature.Timing;
import io.afterimage.inference.InferenceException;
import io.afterimage.inference.pack.Manifest;
import io.afterimage.inference.pack.StateSpec;
import io.afterimage.inference.pack.TensorSpec;
import io.afterimage.inference.runtime.MemoryModel.Ask;
import io.afterimage.inference.runtime.MemoryModel.Step;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Tries whether a frame gives the same bits in company as alone. A runtime may sum in another order
 * when there are more rows; which one it takes depends on shapes and not on values, so drawn frames
 * tell it of all, if every place in every number of frames is tried.
 */
final class CompanyTrial {
  private static final String NO_ENCODER = "0".repeat(64);

  private final Manifest manifest;
  private final Random dice = new Random(1);

  CompanyTrial(Manifest manifest) {
    this.manifest = manifest;
  }

  /**
   * How many frames a run of the model may step: as many as it has room for, or one.
   *
   * @param room how many it has room for
   */
  int most(MemoryModel model, int room) {
    List<Ask> asks = new ArrayList<>();
    for (int i = 0; i < room; i++) {
      asks.add(draw());
    }
    try {
      List<Step> alone = asks.stream().map(ask -> model.step(List.of(ask)).get(0)).toList();
      for (int count = 2; count <= room; count++) {
        if (!model.step(asks.subList(0, count)).equals(alone.subList(0, count))) {
          return 1;
        }
      }
    } catch (InferenceException e) {
      return 1; // It cannot be said of a pack that takes no such frames.
    }
    return room;
  }

  private Ask draw() {
    List<Tensor> tensors =
        manifest.steps().get(0).outputs().stream().map(spec -> draw(spec.name(), spec)).toList();
    List<Tensor> states = new ArrayList<>();
    for (StateSpec state : manifest.states()) {
      states.add(draw(state.name(), state.input()));
    }
    Position nowhere = new Position(1, 0, 0, Instant.EPOCH);
    Timing never = new Timing(0, 0, 0, Instant.EPOCH);
    return new Ask(new Feature(nowhere, 1, NO_ENCODER, never, tensors), states);
  }

  private Tensor draw(String name, TensorSpec spec) {
    int elements = spec.shape(1).elements();
    ByteBuffer bytes =
        ByteBuffer.allocate(elements * spec.dtype().bytes()).order(ByteOrder.LITTLE_ENDIAN);
    if (spec.dtype() == DType.FLOAT32) {
      for (int i = 0; i < elements; i++) {
        bytes.putFloat(i * Float.BYTES, dice.nextFloat());
      }
    }
    return new Tensor(name, spec.dtype(), spec.shape(1), bytes);
  }
}
