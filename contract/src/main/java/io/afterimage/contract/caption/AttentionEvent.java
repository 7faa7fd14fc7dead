package io.afterimage.contract.caption;

import com.fasterxml.jackson.annotation.JsonValue;
import io.afterimage.contract.CloudEvent;
import io.afterimage.contract.ContractException;
import io.afterimage.contract.ErrorCode;
import io.afterimage.contract.WireName;
import io.afterimage.contract.event.EventRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a captioner looked at when it chose each word: over time, a weight for each kept frame; in
 * one picture, a weight for each cell of a grid, row by row from the top left.
 *
 * @param id the caption's id
 * @param camera the camera's id
 * @param epoch the camera's epoch
 * @param kind over time or in one picture
 * @param words the caption's words with their weights
 * @param frames the frames that the weights are of, in order, if over time; null in one picture
 * @param grid the picture's cells, if in one picture; null over time
 * @param frame the picture's frame, if in one picture; null over time
 */
public record AttentionEvent(
    String id,
    String camera,
    long epoch,
    Kind kind,
    List<Word> words,
    @Nullable List<Frame> frames,
    @Nullable Grid grid,
    @Nullable Frame frame) {
  private static final double TOLERANCE = 1e-3;

  /** What the weights are spread over. */
  public enum Kind implements WireName {
    /** The kept frames of the window. */
    TEMPORAL,
    /** The cells of one picture. */
    SPATIAL;

    @Override
    @JsonValue
    public String wireName() {
      return WireName.super.wireName();
    }
  }

  /**
   * A word and what was looked at for it.
   *
   * @param word as in the caption
   * @param weights each 0 to 1, together 1 within 0.001
   */
  public record Word(String word, List<Double> weights) {
    /** Copies the weights. */
    public Word {
      weights = List.copyOf(weights);
    }
  }

  /**
   * A frame of the caption's camera and epoch.
   *
   * @param seq its number in the epoch
   * @param ptsUs microseconds since the epoch's first frame
   */
  public record Frame(long seq, long ptsUs) {}

  /**
   * The cells that a picture is divided into.
   *
   * @param rows from top to bottom, at least 1
   * @param columns from left to right, at least 1
   */
  public record Grid(int rows, int columns) {}

  /**
   * @throws ContractException {@link ErrorCode#BAD_FIELD} if frames, grid or frame do not belong to
   *     the kind, or a word's weights are not one for each of them that together make 1
   */
  public AttentionEvent {
    words = List.copyOf(words);
    frames = frames == null ? null : List.copyOf(frames);
    check(
        kind == Kind.TEMPORAL
            ? frames != null && grid == null && frame == null
            : frames == null && grid != null && frame != null,
        "temporal attention has frames, spatial attention a grid and a frame");
    int expected = 0;
    if (frames != null) {
      expected = frames.size();
    } else if (grid != null) {
      expected = grid.rows() * grid.columns();
    }
    for (Word word : words) {
      check(
          word.weights().size() == expected,
          "'%s' has %d weights, not %d".formatted(word.word(), word.weights().size(), expected));
      double sum = word.weights().stream().mapToDouble(Double::doubleValue).sum();
      // False for what is not a number, too.
      check(
          Math.abs(sum - 1) <= TOLERANCE,
          "the weights of '%s' make %s, not 1".formatted(word.word(), sum));
    }
  }

  /** The attributes of this event beside its caption's. */
  public CloudEvent cloudEvent(CaptionEvent caption) {
    return EventRecord.cloudEvent(
        id + "/attention", camera, caption.pack(), "attention", caption.end().time());
  }

  private static void check(boolean holds, String sentence) {
    if (!holds) {
      throw new ContractException(ErrorCode.BAD_FIELD, "attention: " + sentence);
    }
  }
}
