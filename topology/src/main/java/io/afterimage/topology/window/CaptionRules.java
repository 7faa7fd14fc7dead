package io.afterimage.topology.window;

import io.afterimage.contract.event.PackRef;
import io.afterimage.inference.pack.CaptionSpec;
import io.afterimage.inference.pack.Manifest;
import io.afterimage.inference.pack.Pack;
import io.afterimage.inference.pack.TensorSpec;
import io.afterimage.topology.TopologyException;
import io.afterimage.topology.TopologyException.Code;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * When a caption pack wants windows of frames, and what it wants of them. Immutable.
 *
 * @param pack the caption pack
 * @param encoder the SHA-256 of the encoder graph that it was trained on, 64 hexadecimal digits in
 *     lower case
 * @param frames K, the most frames that a request keeps, 1 to 256; of a pack of 1, the one nearest
 *     to the window's middle
 * @param tensors the encoder's outputs that are kept of each frame, {@code [1, ...]}
 * @param labels whose events open and close windows; none: every label's
 * @param periodUs a window also closes when its event has gone on for so long, and then each time
 *     again, microseconds of media time; 0: never
 * @param minUs from first to last frame, microseconds of media time: a shorter window is not asked
 *     about
 */
public record CaptionRules(
    PackRef pack,
    String encoder,
    int frames,
    List<String> tensors,
    Set<String> labels,
    long periodUs,
    long minUs) {
  private static final int MOST_FRAMES = 256;

  /** The middle of a window is known when it closes: so many frames are kept to choose from. */
  private static final int STILL_FRAMES = 16;

  /**
   * @throws TopologyException {@link Code#BAD_SETTING} if a number is out of range or no tensor, or
   *     one twice, is named
   */
  public CaptionRules {
    tensors = List.copyOf(tensors);
    labels = Set.copyOf(labels);
    if (frames < 1
        || frames > MOST_FRAMES
        || periodUs < 0
        || minUs < 0
        || tensors.isEmpty()
        || new HashSet<>(tensors).size() != tensors.size()) {
      throw new TopologyException(
          Code.BAD_SETTING,
          "caption pack '%s': frames must be 1 to %d (not %d), period %d us and least length %d us at least 0, tensors %s at least one, each once"
              .formatted(pack.id(), MOST_FRAMES, frames, periodUs, minUs, tensors));
    }
  }

  /**
   * The rules of a caption pack.
   *
   * @throws io.afterimage.inference.InferenceException if the pack has no caption part
   * @throws TopologyException {@link Code#BAD_SETTING} if it reads more frames than a window keeps
   */
  public static CaptionRules of(Pack pack) {
    CaptionSpec spec = pack.manifest().requireCaption();
    return new CaptionRules(
        pack.ref(),
        encoder(pack.manifest()),
        spec.frames(),
        spec.tensors(),
        Set.copyOf(spec.when().labels()),
        spec.when().periodUs(),
        spec.when().minUs());
  }

  private static String encoder(Manifest manifest) {
    return manifest.encoder().sha256().toLowerCase(Locale.ROOT);
  }

  /**
   * Checks the rules against the pack whose features and events they read.
   *
   * @throws TopologyException {@link Code#BAD_SETTING} if that has another encoder or no such
   *     label, or its encoder no such output
   */
  public void check(Manifest actions) {
    if (!encoder.equals(encoder(actions))) {
      throw new TopologyException(
          Code.BAD_SETTING,
          "caption pack '%s' reads features of encoder %s, but pack '%s' has encoder %s: use a caption pack that was made for this pack"
              .formatted(pack.id(), encoder, actions.id(), encoder(actions)));
    }
    List<String> outputs = actions.encoder().outputs().stream().map(TensorSpec::name).toList();
    for (String tensor : tensors) {
      if (!outputs.contains(tensor)) {
        throw new TopologyException(
            Code.BAD_SETTING,
            "caption pack '%s' reads tensor '%s', which the encoder of pack '%s' does not give: it gives %s"
                .formatted(pack.id(), tensor, actions.id(), outputs));
      }
    }
    for (String label : labels) {
      if (!actions.labels().contains(label)) {
        throw new TopologyException(
            Code.BAD_SETTING,
            "caption pack '%s' waits for label '%s', which pack '%s' does not have: it has %s"
                .formatted(pack.id(), label, actions.id(), actions.labels()));
      }
    }
  }

  /** Whether an event of that label opens a window. */
  boolean watches(String label) {
    return labels.isEmpty() || labels.contains(label);
  }

  /** How many frames of a window are kept while it is open. */
  int keeps() {
    return frames == 1 ? STILL_FRAMES : frames;
  }
}
