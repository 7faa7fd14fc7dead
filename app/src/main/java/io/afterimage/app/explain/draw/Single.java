package io.afterimage.app.explain.draw;

import io.afterimage.contract.caption.AttentionEvent;
import io.afterimage.contract.caption.AttentionEvent.Grid;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * A scene's frames, each as a picture of its own: the frame's pixels as they are, or with a heat
 * map over them, and below them a strip of words. Stateless.
 */
public final class Single {
  private static final int PAD = 8;
  private static final int CHIP = 26;
  private static final double FAINT = 0.1;

  /** A word and how strongly it stands out. */
  private record Chip(String text, double heat) {
    int width() {
      return Lettering.STRONG.width(text) + 2 * PAD;
    }
  }

  private Single() {}

  /**
   * Draws a scene's frames one after the other.
   *
   * @param scene the caption or the action
   * @param taker gets each picture with what it shows, in the order of the words or of the frames
   */
  public static void draw(Scene scene, BiConsumer<String, BufferedImage> taker) {
    AttentionEvent attention = scene.attention();
    Grid grid = attention == null ? null : attention.grid();
    if (attention == null || grid != null) {
      taker.accept("frame", scene.shot().picture());
    }
    if (attention != null && grid != null) {
      for (AttentionEvent.Word word : attention.words()) {
        BufferedImage heated = new HeatMap(grid, word.weights()).over(scene.shot().picture());
        String peak = " " + Legend.peak(HeatScale.peak(word.weights()));
        taker.accept(word.word(), withStrip(heated, List.of(new Chip(word.word() + peak, 0))));
      }
    } else if (attention != null) {
      HeatScale scale = HeatScale.ofAll(attention);
      for (int i = 0; i < scene.shots().size(); i++) {
        Scene.Shot shot = scene.shots().get(i);
        taker.accept(
            MediaTime.inName(shot.ptsUs()), withStrip(shot.picture(), chips(attention, scale, i)));
      }
    }
  }

  private static List<Chip> chips(AttentionEvent attention, HeatScale scale, int frame) {
    return attention.words().stream()
        .map(
            word -> {
              double weight = word.weights().get(frame);
              return new Chip(word.word() + " " + Legend.weight(weight), scale.heat(weight));
            })
        .toList();
  }

  private static BufferedImage withStrip(BufferedImage picture, List<Chip> chips) {
    int width = picture.getWidth();
    List<List<Chip>> lines = lines(chips, width);
    int height = picture.getHeight();
    try (Canvas canvas = new Canvas(width, height + 2 + lines.size() * (CHIP + 2))) {
      canvas.picture(picture, 0, 0, width, height);
      int y = height + 2;
      for (List<Chip> line : lines) {
        int x = 0;
        for (Chip chip : line) {
          canvas.fill(new Color(Palette.heat(chip.heat())), x, y, chip.width(), CHIP);
          canvas.text(
              Lettering.STRONG,
              chip.heat() > 0 && chip.heat() < FAINT ? Palette.QUIET : Palette.onHeat(chip.heat()),
              Lettering.STRONG.cut(chip.text(), width - 2 * PAD),
              x + PAD,
              y + CHIP - 8);
          x += chip.width() + 2;
        }
        y += CHIP + 2;
      }
      return canvas.image();
    }
  }

  private static List<List<Chip>> lines(List<Chip> chips, int width) {
    List<List<Chip>> lines = new ArrayList<>();
    int free = -1;
    for (Chip chip : chips) {
      if (chip.width() > free) {
        lines.add(new ArrayList<>());
        free = width;
      }
      lines.get(lines.size() - 1).add(chip);
      free -= chip.width() + 2;
    }
    return lines;
  }
}
