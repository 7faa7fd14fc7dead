package io.afterimage.inference.pack;

import io.afterimage.contract.ContractException;
import io.afterimage.contract.feature.DType;
import io.afterimage.contract.frame.FrameInput;
import io.afterimage.inference.pack.StepSpec.Kind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a manifest must keep beyond its schema: that its parts fit together. */
final class ManifestChecks {
  private final Manifest manifest;
  private final List<String> problems;

  /** What a later step may read, by name. */
  private final Map<String, TensorSpec> given = new HashMap<>();

  private final Set<String> names = new HashSet<>();

  ManifestChecks(Manifest manifest, List<String> problems) {
    this.manifest = manifest;
    this.problems = problems;
  }

  void run(String folderName) {
    require(
        manifest.id().equals(folderName),
        "id: '%s' must be the folder's name '%s'".formatted(manifest.id(), folderName));
    require(
        manifest.steps().size() > 1,
        "steps: after the encoder there must be a step that gives the scores");
    checkChannels();
    Set<String> stepNames = new HashSet<>();
    for (int i = 0; i < manifest.steps().size(); i++) {
      StepSpec step = manifest.steps().get(i);
      String place = "steps[%d]".formatted(i);
      require(
          stepNames.add(step.name()),
          "%s.name: '%s' is taken by an earlier step".formatted(place, step.name()));
      checkStep(step, place, i);
    }
    checkEncoder(manifest.encoder());
    checkScores();
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
        step.kind() != Kind.RECURRENT || !step.states().isEmpty(),
        "%s.states: a recurrent step must carry at least one state".formatted(place));
    require(
        step.kind() == Kind.RECURRENT || step.states().isEmpty(),
        "%s.states: only a recurrent step carries states, not a %s"
            .formatted(place, step.kind().wireName()));
    for (int i = 0; i < step.inputs().size(); i++) {
      checkInput(step.inputs().get(i), "%s.inputs[%d]".formatted(place, i), first);
    }
    for (int i = 0; i < step.states().size(); i++) {
      StateSpec state = step.states().get(i);
      checkNew(state.input(), "%s.states[%d]".formatted(place, i), "input");
      checkNew(state.output(), "%s.states[%d]".formatted(place, i), "output");
    }
    for (int i = 0; i < step.outputs().size(); i++) {
      checkNew(step.outputs().get(i), "%s.outputs[%d]".formatted(place, i), "name");
    }
    step.outputs().forEach(tensor -> given.putIfAbsent(tensor.name(), tensor));
    step.states().forEach(state -> given.putIfAbsent(state.output().name(), state.output()));
  }

  private void checkInput(TensorSpec input, String place, boolean ofEncoder) {
    if (ofEncoder) {
      checkNew(input, place, "name");
      return;
    }
    TensorSpec source = given.get(input.name());
    if (source == null) {
      problems.add("%s.name: no earlier step gives a tensor '%s'".formatted(place, input.name()));
    } else if (!source.dims().equals(input.dims()) || source.dtype() != input.dtype()) {
      problems.add(
          "%s.shape: '%s' is %s here but %s where it is given"
              .formatted(place, input.name(), text(input), text(source)));
    }
  }

  private void checkNew(TensorSpec tensor, String place, String key) {
    require(
        names.add(tensor.name()),
        "%s.%s: the tensor name '%s' is taken already".formatted(place, key, tensor.name()));
    require(
        tensor.dims().stream().filter(dim -> dim == TensorSpec.BATCH).count() == 1,
        "%s.shape: %s must hold the batch axis N once".formatted(place, dims(tensor)));
    try {
      tensor.shape(1);
    } catch (ContractException e) {
      problems.add("%s.shape: %s".formatted(place, e.getMessage()));
    }
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
            .formatted(dims(expected), text(frame)));
    for (int i = 0; i < encoder.outputs().size(); i++) {
      TensorSpec output = encoder.outputs().get(i);
      require(
          output.dims().get(0) == TensorSpec.BATCH,
          "steps[0].outputs[%d].shape: the encoder's outputs must have the batch axis N first, not %s"
              .formatted(i, dims(output)));
    }
  }

  private void checkScores() {
    TensorSpec scores = memoryOutput(manifest.scores());
    if (scores == null) {
      problems.add(
          "labels.tensor: no step after the encoder gives a tensor '%s'"
              .formatted(manifest.scores()));
      return;
    }
    List<Integer> expected = List.of(TensorSpec.BATCH, manifest.labels().size());
    require(
        scores.dims().equals(expected) && scores.dtype() == DType.FLOAT32,
        "labels.tensor: '%s' must be float32%s for %d labels, not %s"
            .formatted(scores.name(), dims(expected), manifest.labels().size(), text(scores)));
  }

  private @Nullable TensorSpec memoryOutput(String name) {
    return manifest.memorySteps().stream()
        .flatMap(step -> step.outputs().stream())
        .filter(tensor -> tensor.name().equals(name))
        .findFirst()
        .orElse(null);
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

  private static String text(TensorSpec tensor) {
    return tensor.dtype().wireName() + dims(tensor);
  }

  private static String dims(TensorSpec tensor) {
    return dims(tensor.dims());
  }

  private static String dims(List<Integer> dims) {
    return dims.stream()
        .map(dim -> dim == TensorSpec.BATCH ? "N" : dim.toString())
        .collect(Collectors.joining(", ", "[", "]"));
  }
}
