package io.afterimage.app.explain.draw;

import io.afterimage.contract.caption.AttentionEvent;
import io.afterimage.contract.caption.AttentionEvent.Grid;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The few pictures of a scene that say most of what was looked at. Stateless. */
final class Highlights {
  /** Words that say little by themselves, so that where they looked says little too. */
  private static final Set<String> SMALL_WORDS =
      Set.of(
          "a", "an", "the", "and", "or", "of", "on", "in", "at", "to", "by", "for", "from", "with",
          "into", "onto", "near", "up", "down", "is", "are", "be", "being", "it", "its", "his",
          "her", "their", "there", "this", "that", "while", "as");

  /**
   * A picture and why it is shown.
   *
   * @param picture the frame, or a heat map on it
   * @param label the words, or the time
   */
  record Highlight(BufferedImage picture, String label) {}

  private Highlights() {}

  /** At most so many pictures of a scene, at least one. */
  static List<Highlight> of(Scene scene, int most) {
    AttentionEvent attention = scene.attention();
    if (attention == null) {
      return List.of(frame(scene));
    }
    List<AttentionEvent.Word> words = strongest(attention);
    Grid grid = attention.grid();
    return grid == null ? frames(scene, words, most) : heatMaps(scene, words, grid, most);
  }

  /** The strongest words' frames, in the order of time. */
  private static List<Highlight> frames(Scene scene, List<AttentionEvent.Word> words, int most) {
    Map<Integer, String> labels = new TreeMap<>();
    for (AttentionEvent.Word word : words) {
      int frame = HeatScale.strongest(word.weights());
      if (labels.size() < most || labels.containsKey(frame)) {
        labels.merge(frame, word.word(), (one, other) -> one + ", " + other);
      }
    }
    List<Highlight> highlights = new ArrayList<>();
    labels.forEach(
        (frame, label) -> highlights.add(new Highlight(scene.shots().get(frame).picture(), label)));
    return highlights;
  }

  /** The frame, and the strongest words' heat maps. */
  private static List<Highlight> heatMaps(
      Scene scene, List<AttentionEvent.Word> words, Grid grid, int most) {
    List<Highlight> highlights = new ArrayList<>();
    highlights.add(frame(scene));
    for (AttentionEvent.Word word : words.subList(0, Math.min(most - 1, words.size()))) {
      BufferedImage heated = new HeatMap(grid, word.weights()).over(scene.shot().picture());
      highlights.add(new Highlight(heated, word.word()));
    }
    return highlights;
  }

  private static Highlight frame(Scene scene) {
    return new Highlight(scene.shot().picture(), MediaTime.clock(scene.shot().ptsUs()));
  }

  private static List<AttentionEvent.Word> strongest(AttentionEvent attention) {
    List<AttentionEvent.Word> content =
        attention.words().stream()
            .filter(word -> !SMALL_WORDS.contains(word.word().toLowerCase(Locale.ROOT)))
            .toList();
    return (content.isEmpty() ? attention.words() : content)
        .stream()
            .sorted(
                Comparator.comparingDouble(
                        (AttentionEvent.Word word) -> HeatScale.peak(word.weights()))
                    .reversed())
            .toList();
  }
}
