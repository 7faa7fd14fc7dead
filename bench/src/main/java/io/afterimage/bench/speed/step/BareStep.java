package io.afterimage.bench.speed.step;

import io.afterimage.contract.feature.Feature;
import io.afterimage.contract.feature.FeatureCodec;
import io.afterimage.contract.feature.Tensor;
import io.afterimage.inference.runtime.MemoryModel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The ONNX step alone, each camera's state kept in memory. Used by one thread. */
public final class BareStep {
  private final MemoryModel model;
  private final Map<String, List<Tensor>> states = new HashMap<>();

  /**
   * @param model stays the caller's
   */
  public BareStep(MemoryModel model) {
    this.model = model;
  }

  /**
   * Takes a camera's next feature.
   *
   * @param record the feature's
   */
  public void take(String camera, byte[] record) {
    if (FeatureCodec.read(record) instanceof Feature feature) {
      List<Tensor> before = states.get(camera);
      MemoryModel.Step step = model.step(feature, before == null ? model.initialStates() : before);
      states.put(camera, step.states());
    }
  }
}
