package io.afterimage.contract.caption;

import com.fasterxml.jackson.annotation.JsonValue;
import io.afterimage.contract.CloudEvent;
import io.afterimage.contract.ContractException;
import io.afterimage.contract.ErrorCode;
import io.afterimage.contract.WireName;
import io.afterimage.contract.event.EventRecord;
import io.afterimage.contract.event.MediaPoint;
import io.afterimage.contract.event.PackRef;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a pack looked at: a captioner when it chose each word, or the encoder of actions in the
 * frame at which an action was told to have started. Over time, a weight for each kept frame; in
 * one picture, a weight for each cell of a grid, row by row from the top left.
 *
 * @param id the caption's or the action event's id
 * @param camera the camera's id
 * @param epoch the camera's epoch
 * @param explains a caption or an action
 * @param kind over time or in one picture; an action's is in one picture
 * @param words the caption's words with their weights; of an action, its label alone
 * @param frames the frames that the weights are of, in order, if over time; null in one picture
 * @param grid the picture's cells, if in one picture; null over time
 * @param frame the picture's frame, if in one picture; null over time. Of an action, the one at
 *     which its start was told, which is seldom its first
 */
public record AttentionEvent(
    String id,
    String camera,
    long epoch,
    Explains explains,
    Kind kind,
    List<Word> words,
    @Nullable List<Frame> frames,
    @Nullable Grid grid,
    @Nullable Frame frame) {
  /** How far the sum of a word's weights may be from 1. */
  public static final double TOLERANCE = 1e-3;

  /** What the attention belongs to. */
  public enum Explains implements WireName {
    /** A caption, word by word. */
    CAPTION,
    /** The start of an action event. */
    ACTION;

    @Override
    @JsonValue
    public String wireName() {
      return WireName.super.wireName();
    }
  }

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
   * @param word as in the caption; or the action's label
   * @param weights each 0 to 1, together 1 within 0.001
   */
  public record Word(String word, List<Double> weights) {
    /** Copies the weights. */
    public Word {
      weights = List.copyOf(weights);
    }

    /**
     * A word and the weights that a graph gave, what rounding took beyond 0 and 1 brought back.
     *
     * @param weights with the digits that they have, not those that a wider type would add
     */
    public static Word of(String word, List<Float> weights) {
      return new Word(
          word,
          weights.stream()
              .map(weight -> Math.max(0, Math.min(1, Double.parseDouble(weight.toString()))))
              .toList());
    }
  }

  /**
   * A frame of the camera and epoch.
   *
   * @param seq its number in the epoch
   * @param ptsUs microseconds since the epoch's first frame
   */
  public record Frame(long seq, long ptsUs) {
    /** That frame. */
    public static Frame of(MediaPoint point) {
      return new Frame(point.seq(), point.ptsUs());
    }
  }

  /**
   * The cells that a picture is divided into.
   *
   * @param rows from top to bottom, at least 1
   * @param columns from left to right, at least 1
   */
  public record Grid(int rows, int columns) {}

  /**
   * @throws ContractException {@link ErrorCode#BAD_FIELD} if frames, grid or frame do not belong to
   *     the kind, an action has another kind or not one word, or a word's weights are not one for
   *     each of them that together make 1
   */
  public AttentionEvent {
    words = List.copyOf(words);
    frames = frames == null ? null : List.copyOf(frames);
    check(
        kind == Kind.TEMPORAL
            ? frames != null && grid == null && frame == null
            : frames == null && grid != null && frame != null,
        "temporal attention has frames, spatial attention a grid and a frame");
    check(
        explains != Explains.ACTION || (kind == Kind.SPATIAL && words.size() == 1),
        "that of an action is spatial and has one word, its label");
    int expected = 0;
    if (frames != null) {
      expected = frames.size();
    } else if (grid != null) {
      expected = grid.rows() * grid.columns();
    }
    for (Word word : words) {
      if (word.weights().size() != expected) {
        throw bad(
            "'%s' has %d weights, not %d".formatted(word.word(), word.weights().size(), expected));
      }
      double sum = word.weights().stream().mapToDouble(Double::doubleValue).sum();
      // False for what is not a number, too.
      if (!(Math.abs(sum - 1) <= TOLERANCE)) {
        throw bad("the weights of '%s' make %s, not 1".formatted(word.word(), sum));
      }
    }
  }

  /**
   * The attributes of this event beside those of what it explains.
   *
   * @param pack which pack looked
   * @param time capture time of a caption's last frame, or of the frame of an action
   */
  public CloudEvent cloudEvent(PackRef pack, Instant time) {
    return EventRecord.cloudEvent(id + "/attention", camera, pack, "attention", time);
  }

  private static void check(boolean holds, String sentence) {
    if (!holds) {
      throw bad(sentence);
    }
  }

  private static ContractException bad(String sentence) {
    return new ContractException(ErrorCode.BAD_FIELD, "attention: " + sentence);
  }
}
