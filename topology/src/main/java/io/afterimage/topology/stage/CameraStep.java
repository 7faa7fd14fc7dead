package io.afterimage.topology.stage;

import io.afterimage.contract.Marker;
import io.afterimage.contract.Position;
import io.afterimage.contract.event.MediaPoint;
import io.afterimage.contract.event.Phase;
import io.afterimage.contract.feature.Feature;
import io.afterimage.contract.feature.FeatureRecord;
import io.afterimage.contract.feature.Tensor;
import io.afterimage.inference.InferenceException;
import io.afterimage.inference.pack.CutRule;
import io.afterimage.inference.pack.Manifest;
import io.afterimage.inference.pack.Pack;
import io.afterimage.inference.pack.StateSpec;
import io.afterimage.inference.runtime.MemoryModel;
import io.afterimage.topology.memory.Memory;
import io.afterimage.topology.memory.ResetCause;
import io.afterimage.topology.rules.Candidate;
import io.afterimage.topology.rules.CutDetector;
import io.afterimage.topology.rules.Emission;
import io.afterimage.topology.rules.EventMachine;
import io.afterimage.topology.rules.OpenEvent;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What one record of a camera does to its memory. Reads nothing but the record and the memory, no
 * clock and no store, so that a replay of the log does the same again. Uses its model from one
 * thread at a time.
 */
final class CameraStep {
  /** Up to this long a gap is bridged with the hidden state as it was. */
  private static final long HOLD_US = 1_000_000;

  private final Pack pack;
  private final MemoryModel model;
  private final Predicate<String> continues;
  private final EventMachine machine;
  private final @Nullable CutDetector cuts;
  private final boolean attends;

  /**
   * @param continues whether the pack may go on with the memory of the content of that hash
   */
  CameraStep(Pack pack, MemoryModel model, Predicate<String> continues) {
    this.pack = pack;
    this.model = model;
    this.continues = continues;
    machine = new EventMachine(pack.manifest().events(), pack.manifest().labels());
    CutRule cut = pack.manifest().cut();
    cuts = cut == null ? null : new CutDetector(cut);
    attends = pack.manifest().attention() != null;
  }

  /**
   * Takes one record.
   *
   * @param memory the camera's; changed if the verdict says so, worthless after an exception
   * @throws InferenceException if the step's graphs cannot take the frame
   * @throws io.afterimage.contract.ContractException if the feature lacks a tensor
   */
  Change take(Memory memory, FeatureRecord record) {
    Verdict refused = refuse(memory, record);
    if (refused != null) {
      return Change.none(refused);
    }
    Change change = new Change();
    boolean known = memory.epoch() > 0;
    enter(memory, record.position().epoch(), change);
    long missing =
        record.position().seq() - memory.last().seq() - (record instanceof Marker ? 0 : 1);
    // Of a camera that was never seen nobody knows what came before.
    change.lose(known ? Math.max(0, missing) : 0);
    if (record instanceof Marker marker) {
      heed(memory, marker, change);
    } else if (record instanceof Feature feature) {
      step(memory, feature, change);
    }
    return change;
  }

  /** Why the record changes nothing, if so. */
  private static @Nullable Verdict refuse(Memory memory, FeatureRecord record) {
    Position at = record.position();
    if (at.epoch() != memory.epoch()) {
      return at.epoch() < memory.epoch() ? Verdict.STALE_EPOCH : null;
    }
    if (memory.ended()) {
      return Verdict.AFTER_END;
    }
    long last = memory.last().seq();
    if (record instanceof Marker marker) {
      // An end is heeded wherever it stands; an idle marker speaks of the last frame.
      boolean heeded = marker.kind() == Marker.Kind.END || at.seq() > last;
      return heeded || (at.seq() == last && !memory.idle())
          ? null
          : at.seq() < last ? Verdict.LATE : Verdict.DUPLICATE;
    }
    return at.seq() > last ? null : at.seq() == last ? Verdict.DUPLICATE : Verdict.LATE;
  }

  /** Makes the memory this pack's and this epoch's. */
  private void enter(Memory memory, long epoch, Change change) {
    Manifest manifest = pack.manifest();
    if (!memory.pack().sha256().equals(pack.sha256())) {
      if (continues.test(memory.pack().sha256()) && fits(memory)) {
        memory.adopt(pack.ref());
      } else {
        change.close(memory);
        change.reset(ResetCause.PACK_CHANGED);
        memory.giveTo(pack.ref(), manifest.labels().size());
      }
    }
    if (epoch > memory.epoch()) {
      change.close(memory);
      if (!memory.fresh()) {
        change.reset(ResetCause.EPOCH);
      }
      memory.begin(epoch);
    }
  }

  /** Whether another pack's memory is of this pack's form: labels by name, states by shape. */
  private boolean fits(Memory memory) {
    List<String> labels = pack.manifest().labels();
    List<StateSpec> specs = pack.manifest().states();
    boolean fits = memory.events().labels() == labels.size();
    for (int label = 0; fits && label < labels.size(); label++) {
      OpenEvent open = memory.events().open(label);
      Candidate candidate = memory.events().candidate(label);
      fits =
          (open == null || open.run().label().equals(labels.get(label)))
              && (candidate == null || candidate.run().label().equals(labels.get(label)));
    }
    fits &= memory.fresh() || memory.states().size() == specs.size();
    for (int i = 0; fits && i < memory.states().size(); i++) {
      Tensor state = memory.states().get(i);
      fits =
          state.name().equals(specs.get(i).name())
              && state.shape().equals(specs.get(i).input().shape(1))
              && state.dtype() == specs.get(i).input().dtype();
    }
    return fits;
  }

  private static void heed(Memory memory, Marker marker, Change change) {
    long seq = marker.position().seq();
    change.marker();
    change.close(memory);
    switch (marker.kind()) {
      case IDLE -> memory.rest(seq);
      case END -> memory.end(seq);
    }
  }

  private void step(Memory memory, Feature feature, Change change) {
    Position at = feature.position();
    bridge(memory, feature, change);
    look(memory, feature, change);
    List<Tensor> before = memory.fresh() ? model.initialStates() : memory.states();
    MemoryModel.Step step = run(feature, before);
    change.step(step.scores());
    List<Emission> told = machine.step(memory.events(), MediaPoint.of(at), step.scores());
    change.say(memory, told);
    if (attends && told.stream().anyMatch(emission -> emission.phase() == Phase.START)) {
      change.look(attention(feature));
    }
    memory.advance(at, feature.periodUs(), step.states());
  }

  /** The gap rule: step on, hold, or start afresh. */
  private static void bridge(Memory memory, Feature feature, Change change) {
    long gapUs = feature.position().ptsUs() - memory.last().ptsUs();
    if (memory.fresh() || gapUs <= 2L * feature.periodUs()) {
      return;
    }
    if (gapUs <= HOLD_US) {
      change.hold();
      return;
    }
    change.close(memory);
    change.reset(ResetCause.GAP);
    memory.forget();
  }

  /** The scene-cut rule. */
  private void look(Memory memory, Feature feature, Change change) {
    CutRule rule = pack.manifest().cut();
    if (cuts == null || rule == null) {
      return;
    }
    CutDetector.Seen seen =
        cuts.see(memory.cut(), feature.position().ptsUs(), feature.tensor(rule.tensor()).floats());
    if (seen.cut()) {
      change.close(memory);
      change.reset(ResetCause.CUT);
      memory.cutTo(seen.next());
    } else {
      memory.follow(seen.next());
    }
  }

  /** Weights that cannot be had cost their own event alone, not the frame's. */
  private Look attention(Feature feature) {
    try {
      return Look.of(model.attention(feature));
    } catch (InferenceException e) {
      return Look.MISSING;
    }
  }

  private MemoryModel.Step run(Feature feature, List<Tensor> states) {
    MemoryModel.Step step;
    try {
      step = model.step(feature, states);
    } catch (InferenceException e) {
      throw e;
    } catch (RuntimeException e) {
      // Whatever a step throws for one camera must not stop the others.
      throw new InferenceException(
          InferenceException.Code.RUN_FAILED, "the memory's step failed: " + e, e);
    }
    if (step.scores().size() != pack.manifest().labels().size()) {
      throw new InferenceException(
          InferenceException.Code.BAD_TENSOR,
          "the memory gave %d scores for %d labels"
              .formatted(step.scores().size(), pack.manifest().labels().size()));
    }
    for (float score : step.scores()) {
      // A state that is not a number would stay so: it must not be kept. This is false for NaN too.
      if (!(score >= 0 && score <= 1.001f)) {
        throw new InferenceException(
            InferenceException.Code.RUN_FAILED,
            "the memory gave a score of %s, not 0 to 1".formatted(score));
      }
    }
    return step;
  }
}
