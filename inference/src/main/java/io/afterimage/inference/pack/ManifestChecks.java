package io.afterimage.inference.pack;

import io.afterimage.contract.feature.DType;
import io.afterimage.contract.frame.FrameInput;
import io.afterimage.inference.pack.StepSpec.Kind;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a manifest must keep beyond its schema: that its parts fit together. */
final class ManifestChecks {
  private final Manifest manifest;
  private final List<String> problems;

  private final TensorNames tensors;

  ManifestChecks(Manifest manifest, List<String> problems) {
    this.manifest = manifest;
    this.problems = problems;
    this.tensors = new TensorNames(problems);
  }

  void run(String folderName) {
    require(
        manifest.id().equals(folderName),
        "id: '%s' must be the folder's name '%s'".formatted(manifest.id(), folderName));
    CaptionSpec caption = manifest.caption();
    require(
        caption != null || manifest.steps().size() > 1,
        "steps: after the encoder there must be a step that gives the scores");
    checkChannels();
    Set<String> stepNames = new HashSet<>();
    for (int i = 0; i < manifest.steps().size(); i++) {
      StepSpec step = manifest.steps().get(i);
      String place = "steps[%d]".formatted(i);
      require(
          stepNames.add(step.name()),
          "%s.name: '%s' is taken by an earlier step".formatted(place, step.name()));
      if (caption == null || i == 0) {
        checkStep(step, place, i);
      }
    }
    checkEncoder(manifest.encoder());
    if (caption != null) {
      new CaptionChecks(manifest, caption, tensors, problems).run();
      return;
    }
    checkScores();
    checkAttention();
    checkCut();
  }

  private void checkChannels() {
    int channels = manifest.input().channels();
    require(
        manifest.mean().size() == channels,
        "input.mean: %d numbers for %d channels".formatted(manifest.mean().size(), channels));
    require(
        manifest.std().size() == channels,
        "input.std: %d numbers for %d channels".formatted(manifest.std().size(), channels));
  }

  private void checkStep(StepSpec step, String place, int index) {
    boolean first = index == 0;
    require(
        first == (step.kind() == Kind.ENCODER),
        "%s.kind: %s"
            .formatted(
                place,
                first
                    ? "the first step must be the encoder, not a " + step.kind().wireName()
                    : "only the first step can be the encoder"));
    require(
        manifest.caption() != null
            || (step.kind() != Kind.CAPTION_INIT && step.kind() != Kind.CAPTION_STEP),
        "%s.kind: only a pack with a caption part has a %s"
            .formatted(place, step.kind().wireName()));
    require(
        step.kind() != Kind.RECURRENT || !step.states().isEmpty(),
        "%s.states: a recurrent step must carry at least one state".formatted(place));
    require(
        step.kind() == Kind.RECURRENT || step.states().isEmpty(),
        "%s.states: only a recurrent step carries states, not a %s"
            .formatted(place, step.kind().wireName()));
    for (int i = 0; i < step.inputs().size(); i++) {
      TensorSpec input = step.inputs().get(i);
      String at = "%s.inputs[%d]".formatted(place, i);
      if (first) {
        tensors.declare(input, at, "name");
      } else {
        tensors.read(input, at, "no earlier step gives a tensor '%s'");
      }
    }
    tensors.declareAll(step, place);
  }

  private void checkEncoder(StepSpec encoder) {
    FrameInput input = manifest.input();
    List<Integer> expected =
        List.of(TensorSpec.BATCH, input.channels(), input.height(), input.width());
    TensorSpec frame = encoder.inputs().get(0);
    require(
        encoder.inputs().size() == 1,
        "steps[0].inputs: the encoder reads one tensor, the frame, not %d"
            .formatted(encoder.inputs().size()));
    require(
        frame.dims().equals(expected) && frame.dtype() == DType.FLOAT32,
        "steps[0].inputs[0].shape: the frame must be float32%s for this input, not %s"
            .formatted(TensorSpec.text(expected), frame.text()));
    for (int i = 0; i < encoder.outputs().size(); i++) {
      TensorSpec output = encoder.outputs().get(i);
      require(
          output.dims().get(0) == TensorSpec.BATCH,
          "steps[0].outputs[%d].shape: the encoder's outputs must have the batch axis N first, not %s"
              .formatted(i, TensorSpec.text(output.dims())));
    }
  }

  private void checkScores() {
    TensorSpec scores = output(manifest.memorySteps(), manifest.scores());
    if (scores == null) {
      problems.add(
          "labels.tensor: no step after the encoder gives a tensor '%s'"
              .formatted(manifest.scores()));
      return;
    }
    checkRow(scores, "labels.tensor", manifest.labels().size(), "labels");
  }

  private void checkAttention() {
    AttentionSpec attention = manifest.attention();
    if (attention == null) {
      return;
    }
    TensorSpec weights = output(manifest.steps(), attention.tensor());
    if (weights == null) {
      problems.add("attention.tensor: no step gives a tensor '%s'".formatted(attention.tensor()));
      return;
    }
    checkRow(weights, "attention.tensor", attention.cells(), "cells");
  }

  /** A tensor that holds one number for each of some things. */
  private void checkRow(TensorSpec tensor, String place, int count, String things) {
    List<Integer> expected = List.of(TensorSpec.BATCH, count);
    require(
        tensor.dims().equals(expected) && tensor.dtype() == DType.FLOAT32,
        "%s: '%s' must be %s for %d %s, not %s"
            .formatted(
                place,
                tensor.name(),
                TensorSpec.text(DType.FLOAT32, expected),
                count,
                things,
                tensor.text()));
  }

  private static @Nullable TensorSpec output(List<StepSpec> steps, String name) {
    return TensorNames.find(steps.stream().flatMap(step -> step.outputs().stream()).toList(), name);
  }

  private void checkCut() {
    CutRule cut = manifest.cut();
    if (cut != null) {
      require(
          manifest.encoder().outputs().stream()
              .anyMatch(t -> t.name().equals(cut.tensor()) && t.dtype() == DType.FLOAT32),
          "cut.tensor: the encoder gives no float32 tensor '%s'".formatted(cut.tensor()));
    }
  }

  private void require(boolean holds, String sentence) {
    if (!holds) {
      problems.add(sentence);
    }
  }
}
