package io.afterimage.inference.pack;

import io.afterimage.contract.frame.FrameInput;
import io.afterimage.inference.InferenceException;
import io.afterimage.inference.InferenceException.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What {@code pack.yaml} says, validated. Immutable.
 *
 * @param id the pack's name, equal to its folder's
 * @param version major.minor.patch
 * @param title one line for people
 * @param licence SPDX identifier
 * @param rateFps frames a second that the pack was trained at
 * @param input the picture that the encoder reads
 * @param mean one a channel, of values scaled to 0..1
 * @param std one a channel, above 0
 * @param steps the graphs in the order in which they run; the first is the encoder
 * @param scores the tensor {@code float32[N, labels]} that holds the labels' scores; empty in a
 *     pack that captions
 * @param labels their names; none in a pack that captions
 * @param cut the scene-cut rule, if the pack has one
 * @param events how scores become events
 * @param compatibleWith content hashes of older packs whose memory this one may continue
 * @param training where the weights come from: data, command, date
 * @param accuracy measured figures by name
 * @param attention what it looks at in each frame; null if it does not tell, and in a pack that
 *     captions
 * @param caption how windows become sentences; null in a pack that scores labels
 */
public record Manifest(
    String id,
    String version,
    String title,
    String licence,
    double rateFps,
    FrameInput input,
    List<Float> mean,
    List<Float> std,
    List<StepSpec> steps,
    String scores,
    List<String> labels,
    @Nullable CutRule cut,
    EventRules events,
    Set<String> compatibleWith,
    Map<String, String> training,
    Map<String, Double> accuracy,
    @Nullable AttentionSpec attention,
    @Nullable CaptionSpec caption) {
  /** Copies the collections. */
  public Manifest {
    mean = List.copyOf(mean);
    std = List.copyOf(std);
    steps = List.copyOf(steps);
    labels = List.copyOf(labels);
    compatibleWith = Set.copyOf(compatibleWith);
    training = Map.copyOf(training);
    accuracy = Map.copyOf(accuracy);
  }

  /** A pack that scores labels and does not tell what it looks at. */
  public Manifest(
      String id,
      String version,
      String title,
      String licence,
      double rateFps,
      FrameInput input,
      List<Float> mean,
      List<Float> std,
      List<StepSpec> steps,
      String scores,
      List<String> labels,
      @Nullable CutRule cut,
      EventRules events,
      Set<String> compatibleWith,
      Map<String, String> training,
      Map<String, Double> accuracy) {
    this(
        id,
        version,
        title,
        licence,
        rateFps,
        input,
        mean,
        std,
        steps,
        scores,
        labels,
        cut,
        events,
        compatibleWith,
        training,
        accuracy,
        null,
        null);
  }

  /**
   * How windows become sentences.
   *
   * @throws InferenceException {@link Code#BAD_MANIFEST} if the pack has no such part
   */
  public CaptionSpec requireCaption() {
    if (caption == null) {
      throw new InferenceException(
          Code.BAD_MANIFEST, "pack '%s' has no caption part: it scores labels".formatted(id));
    }
    return caption;
  }

  /**
   * What it looks at in each frame.
   *
   * @throws InferenceException {@link Code#BAD_MANIFEST} if the pack has no such part
   */
  public AttentionSpec requireAttention() {
    if (attention == null) {
      throw new InferenceException(
          Code.BAD_MANIFEST,
          "pack '%s' has no attention part: it does not tell what it looks at".formatted(id));
    }
    return attention;
  }

  /** This manifest with another first step. */
  Manifest encoding(StepSpec encoder) {
    List<StepSpec> others = new ArrayList<>(steps);
    others.set(0, encoder);
    return new Manifest(
        id,
        version,
        title,
        licence,
        rateFps,
        input,
        mean,
        std,
        others,
        scores,
        labels,
        cut,
        events,
        compatibleWith,
        training,
        accuracy,
        attention,
        caption);
  }

  /** The step that reads frames. */
  public StepSpec encoder() {
    return steps.get(0);
  }

  /** The steps after the encoder, in the order in which they run. */
  public List<StepSpec> memorySteps() {
    return steps.subList(1, steps.size());
  }

  /** All state tensors of the steps, in the order in which they are declared. */
  public List<StateSpec> states() {
    return steps.stream().flatMap(step -> step.states().stream()).toList();
  }
}
