package io.afterimage.inference.pack;

import io.afterimage.contract.WireName;
import io.afterimage.contract.feature.DType;
import io.afterimage.inference.caption.Decoding;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How windows of frames become sentences. Immutable.
 *
 * @param kind what the words attend to
 * @param frames the most frames of a window; 1 unless temporal
 * @param grid the cells of one picture; of spatial alone
 * @param tensors the encoder's outputs that a window holds
 * @param word the {@code caption_step} step's input {@code int64[N]} that takes the word before
 * @param logProbs its output {@code float32[N, words]}: the next word's log-probabilities
 * @param attention its output {@code float32[N, places]}: the weights, of sum 1; null: it has none
 * @param chance the step's input {@code float32[N]} by which hard attention draws the place that it
 *     looks at: from 0 to below 1, uniformly; -1: the place of most weight; null: it has none
 * @param vocabulary the words
 * @param decoding how a caption is searched for
 * @param when when a window is closed
 * @param similarity when a caption says too little new; null: never
 */
public record CaptionSpec(
    Kind kind,
    int frames,
    @Nullable Grid grid,
    List<String> tensors,
    String word,
    String logProbs,
    @Nullable String attention,
    @Nullable String chance,
    VocabularyFile vocabulary,
    Decoding decoding,
    When when,
    @Nullable Similarity similarity) {
  /**
   * The name of the input {@code float32[N, frames]} that either graph may have: 1 for a window's
   * frames, 0 for what fills it up.
   */
  public static final String MASK = "mask";

  /** What the words of a caption attend to. */
  public enum Kind implements WireName {
    /** The frames of a window. */
    TEMPORAL,
    /** The cells of one picture, the middle frame of a window. */
    SPATIAL,
    /** Nothing: one picture, seen once, the middle frame of a window. */
    STILL
  }

  /**
   * The cells of one picture, rows first.
   *
   * @param rows from top to bottom, at least 1
   * @param columns from left to right, at least 1
   */
  public record Grid(int rows, int columns) {}

  /**
   * When a window is closed and captioned.
   *
   * @param labels labels of another pack: the end of one's event closes a window
   * @param periodUs how long a window may last, microseconds
   * @param minUs windows shorter than this are not captioned, microseconds
   */
  public record When(List<String> labels, long periodUs, long minUs) {
    /** Copies the labels. */
    public When {
      labels = List.copyOf(labels);
    }
  }

  /**
   * When a caption counts as the camera's last one.
   *
   * @param maxEqual the share of equal word pairs from which on it does, 0 to 1
   * @param rememberUs how long the last one counts, microseconds
   */
  public record Similarity(double maxEqual, long rememberUs) {}

  /** Copies the names. */
  public CaptionSpec {
    tensors = List.copyOf(tensors);
  }

  /**
   * A window's tensor of an encoder's output: {@code [N, frames, ...]}.
   *
   * @param output {@code [N, ...]}
   */
  public TensorSpec window(TensorSpec output) {
    List<Integer> dims = new ArrayList<>(output.dims());
    dims.add(1, frames);
    return new TensorSpec(output.name(), dims, output.dtype(), output.meaning());
  }

  /** The mask, {@code float32[N, frames]}. */
  public TensorSpec mask() {
    return new TensorSpec(MASK, List.of(TensorSpec.BATCH, frames), DType.FLOAT32, "");
  }

  /** Whether it tells, for each word, what it looked at. */
  public boolean attends() {
    return attention != null && places() > 0;
  }

  /** How many places the attention weighs: frames or cells; 0: it cannot attend. */
  public int places() {
    if (kind == Kind.STILL) {
      return 0;
    }
    return grid == null ? frames : grid.rows() * grid.columns();
  }
}
