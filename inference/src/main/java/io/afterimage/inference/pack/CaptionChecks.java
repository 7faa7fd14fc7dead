package io.afterimage.inference.pack;

import static java.util.stream.Collectors.joining;

import io.afterimage.contract.feature.DType;
import io.afterimage.inference.caption.Decoding.Looks;
import io.afterimage.inference.pack.CaptionSpec.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What the caption part of a manifest and its two steps must keep beyond the schema. */
final class CaptionChecks {
  private static final List<StepSpec.Kind> KINDS =
      List.of(StepSpec.Kind.ENCODER, StepSpec.Kind.CAPTION_INIT, StepSpec.Kind.CAPTION_STEP);
  private static final String INIT = "steps[1]";
  private static final String STEP = "steps[2]";

  private final Manifest manifest;
  private final CaptionSpec caption;
  private final TensorNames tensors;
  private final List<String> problems;

  /**
   * @param tensors knows the encoder's
   */
  CaptionChecks(
      Manifest manifest, CaptionSpec caption, TensorNames tensors, List<String> problems) {
    this.manifest = manifest;
    this.caption = caption;
    this.tensors = tensors;
    this.problems = problems;
  }

  void run() {
    checkPart();
    List<StepSpec.Kind> kinds = manifest.steps().stream().map(StepSpec::kind).toList();
    if (!kinds.equals(KINDS)) {
      problems.add(
          "steps: a pack with a caption part has the kinds %s, not %s"
              .formatted(text(KINDS), text(kinds)));
      return;
    }
    StepSpec init = manifest.steps().get(1);
    StepSpec step = manifest.steps().get(2);
    TensorSpec mask = caption.mask();
    tensors.declare(mask, "caption", "tensors");
    List<TensorSpec> windows = windows();
    windows.add(mask);
    tensors.giveOnly(windows);
    for (int i = 0; i < init.inputs().size(); i++) {
      String place = "%s.inputs[%d]".formatted(INIT, i);
      tensors.read(init.inputs().get(i), place, "caption.tensors does not name '%s'");
    }
    tensors.declareAll(init, INIT);
    checkStepInputs(step);
    tensors.declareAll(step, STEP);
    checkStates(init, step);
    checkStepOutputs(step);
  }

  /**
   * Whether the log-probabilities speak of as many words as there are.
   *
   * @param words how many the vocabulary holds
   */
  static List<String> size(Manifest manifest, CaptionSpec caption, int words) {
    List<String> problems = new ArrayList<>();
    List<TensorSpec> outputs =
        manifest.steps().stream().flatMap(step -> step.outputs().stream()).toList();
    TensorSpec logProbs = TensorNames.find(outputs, caption.logProbs());
    List<Integer> expected = List.of(TensorSpec.BATCH, words);
    if (logProbs != null
        && !(logProbs.dims().equals(expected) && logProbs.dtype() == DType.FLOAT32)) {
      problems.add(
          "caption.log_probs: '%s' must be %s for the vocabulary's %d words, not %s"
              .formatted(
                  logProbs.name(),
                  TensorSpec.text(DType.FLOAT32, expected),
                  words,
                  logProbs.text()));
    }
    if (caption.decoding().topK() > words) {
      problems.add(
          "caption.decoding.top_k: %d is more than the vocabulary's %d words"
              .formatted(caption.decoding().topK(), words));
    }
    return problems;
  }

  private void checkPart() {
    String kind = caption.kind().wireName();
    require(
        caption.kind() == Kind.TEMPORAL || caption.frames() == 1,
        "caption.frames: kind %s sees 1 frame, not %d".formatted(kind, caption.frames()));
    require(
        (caption.kind() == Kind.SPATIAL) == (caption.grid() != null),
        caption.grid() == null
            ? "caption.grid is missing: kind spatial has one"
            : "caption.grid: kind %s has none, only spatial".formatted(kind));
    require(
        caption.kind() != Kind.STILL || caption.attention() == null,
        "caption.attention: kind still attends to nothing");
    require(
        caption.kind() != Kind.STILL || caption.chance() == null,
        "caption.chance: kind still attends to nothing");
    require(
        caption.chance() != null || caption.decoding().looks() == Looks.ARGMAX,
        "caption.decoding.looks: only hard attention, which has a caption.chance, can sample");
    require(
        caption.when().minUs() <= caption.when().periodUs(),
        "caption.when: min_s must be at most period_s");
  }

  /** The tensors of a window: the encoder's, with an axis of frames after the batch axis. */
  private List<TensorSpec> windows() {
    List<TensorSpec> windows = new ArrayList<>();
    for (String name : caption.tensors()) {
      TensorSpec one = TensorNames.find(manifest.encoder().outputs(), name);
      if (one == null) {
        problems.add("caption.tensors: the encoder gives no tensor '%s'".formatted(name));
      } else {
        TensorSpec window = caption.window(one);
        tensors.checkSize(window, "caption.tensors");
        windows.add(window);
      }
    }
    return windows;
  }

  private void checkStepInputs(StepSpec step) {
    require(
        TensorNames.find(step.inputs(), caption.word()) != null,
        "caption.word: the caption_step has no input '%s'".formatted(caption.word()));
    require(
        caption.chance() == null || TensorNames.find(step.inputs(), caption.chance()) != null,
        "caption.chance: the caption_step has no input '%s'".formatted(caption.chance()));
    for (int i = 0; i < step.inputs().size(); i++) {
      TensorSpec input = step.inputs().get(i);
      String place = "%s.inputs[%d]".formatted(STEP, i);
      if (input.name().equals(caption.word())) {
        checkOwn(input, place, "word", DType.INT64);
      } else if (input.name().equals(caption.chance())) {
        checkOwn(input, place, "chance", DType.FLOAT32);
      } else {
        tensors.read(input, place, "neither caption.tensors nor the caption_init gives '%s'");
      }
    }
  }

  /** An input of the step that no other step gives: one number for each hypothesis. */
  private void checkOwn(TensorSpec input, String place, String what, DType dtype) {
    List<Integer> batch = List.of(TensorSpec.BATCH);
    tensors.declare(input, place, "name");
    require(
        input.dims().equals(batch) && input.dtype() == dtype,
        "%s.shape: the %s must be %s, not %s"
            .formatted(place, what, TensorSpec.text(dtype, batch), input.text()));
  }

  private void checkStates(StepSpec init, StepSpec step) {
    Set<String> begun = new HashSet<>();
    List<TensorSpec> states = step.states().stream().map(StateSpec::input).toList();
    for (int i = 0; i < init.initialStates().size(); i++) {
      InitialState initial = init.initialStates().get(i);
      String place = "%s.states[%d]".formatted(INIT, i);
      TensorSpec state = TensorNames.find(states, initial.state());
      if (state == null) {
        problems.add(
            "%s.state: the caption_step has no state '%s'".formatted(place, initial.state()));
      } else {
        String what = "state '%s'".formatted(initial.state());
        tensors.same(initial.output(), state, place, what, "in the caption_step");
      }
      require(
          begun.add(initial.state()),
          "%s.state: '%s' begins at an earlier one".formatted(place, initial.state()));
    }
    for (int i = 0; i < states.size(); i++) {
      String state = states.get(i).name();
      require(
          begun.contains(state),
          "%s.states[%d]: the caption_init does not begin '%s'".formatted(STEP, i, state));
    }
  }

  private void checkStepOutputs(StepSpec step) {
    require(
        TensorNames.find(step.outputs(), caption.logProbs()) != null,
        "caption.log_probs: the caption_step gives no tensor '%s'".formatted(caption.logProbs()));
    if (caption.attention() == null || caption.places() == 0) {
      return;
    }
    TensorSpec attention = TensorNames.find(step.outputs(), caption.attention());
    if (attention == null) {
      problems.add(
          "caption.attention: the caption_step gives no tensor '%s'"
              .formatted(caption.attention()));
      return;
    }
    List<Integer> expected = List.of(TensorSpec.BATCH, caption.places());
    require(
        attention.dims().equals(expected) && attention.dtype() == DType.FLOAT32,
        "caption.attention: '%s' must be %s for %d %s, not %s"
            .formatted(
                attention.name(),
                TensorSpec.text(DType.FLOAT32, expected),
                caption.places(),
                caption.kind() == Kind.SPATIAL ? "cells" : "frames",
                attention.text()));
  }

  private void require(boolean holds, String sentence) {
    if (!holds) {
      problems.add(sentence);
    }
  }

  private static String text(List<StepSpec.Kind> kinds) {
    return kinds.stream().map(StepSpec.Kind::wireName).collect(joining(", "));
  }
}
