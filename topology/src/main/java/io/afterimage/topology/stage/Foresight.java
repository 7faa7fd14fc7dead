package io.afterimage.topology.stage;

import io.afterimage.contract.feature.Feature;
import io.afterimage.contract.feature.Tensor;
import io.afterimage.inference.runtime.MemoryModel;
import io.afterimage.topology.memory.Memory;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model that steps frames of several cameras in one run before they are taken, and gives what
 * that has made when it is asked for just the same. Whatever has changed meanwhile, a memory or the
 * frame itself, is seen by comparing all that goes into a step, so that a wrong guess costs time
 * and nothing else. Owns the model that it asks; one thread at a time.
 */
final class Foresight implements MemoryModel {
  private final MemoryModel model;
  private final StageMeters meters;
  private final List<Seen> seen = new ArrayList<>();

  private record Seen(Ask ask, Step step) {}

  Foresight(MemoryModel model, StageMeters meters) {
    this.model = model;
    this.meters = meters;
  }

  @Override
  public List<Tensor> initialStates() {
    return model.initialStates();
  }

  @Override
  public Step step(Feature feature, List<Tensor> states) {
    for (Iterator<Seen> each = seen.iterator(); each.hasNext(); ) {
      Seen one = each.next();
      if (isOf(feature, one) && one.ask().states().equals(states)) {
        each.remove();
        meters.count(Foreseen.USED, 1);
        return one.step();
      }
    }
    return model.step(feature, states);
  }

  @Override
  public int together() {
    return model.together();
  }

  @Override
  public List<Float> attention(Feature feature) {
    return model.attention(feature);
  }

  /** Whether a frame was among the last ones. */
  boolean knows(Feature feature) {
    return seen.stream().anyMatch(one -> isOf(feature, one));
  }

  /** What a frame is to be asked with, if nothing of its camera comes before it. */
  Ask ask(Feature feature, @Nullable Memory memory) {
    if (memory == null || memory.fresh() || memory.epoch() != feature.position().epoch()) {
      return new Ask(feature, model.initialStates());
    }
    return new Ask(feature, memory.states());
  }

  /**
   * Steps frames of different cameras at once, in the place of those before.
   *
   * @param asks at most {@link #together()}
   */
  void look(List<Ask> asks) {
    meters.count(Foreseen.UNUSED, seen.size());
    seen.clear();
    if (asks.size() < 2) {
      return;
    }
    List<Step> steps;
    try {
      steps = model.step(asks);
    } catch (RuntimeException e) {
      meters.count(Foreseen.FAILED, asks.size());
      return; // Each is stepped alone, and the one at fault fails alone.
    }
    for (int i = 0; i < steps.size(); i++) {
      seen.add(new Seen(asks.get(i), steps.get(i)));
    }
  }

  private static boolean isOf(Feature feature, Seen one) {
    Feature other = one.ask().feature();
    return other.position().equals(feature.position()) && other.tensors().equals(feature.tensors());
  }

  @Override
  public void close() {
    model.close();
  }
}
