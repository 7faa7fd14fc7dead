package io.afterimage.app.explain.draw;

import io.afterimage.app.explain.EventsFile;
import io.afterimage.contract.caption.AttentionEvent;
import io.afterimage.contract.caption.CaptionEvent;
import io.afterimage.contract.event.ActionEvent;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Scenes whose frames are of one colour each, so that they are found on a sheet. */
final class Scenes {
  private Scenes() {}

  /** A picture of one colour. */
  static BufferedImage plain(int colour, int width, int height) {
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        picture.setRGB(x, y, colour);
      }
    }
    return picture;
  }

  /** The n-th word looks at the n-th frame alone. */
  static Scene temporal(String text, int... colours) {
    CaptionEvent caption = EventsFile.caption(0, colours.length - 1, text);
    AttentionEvent attention =
        EventsFile.temporal(
            caption, LongStream.range(0, colours.length).mapToObj(EventsFile::frame).toList());
    return new Scene(
        Subject.of(caption),
        attention,
        IntStream.range(0, colours.length)
            .mapToObj(i -> new Scene.Shot(i * 80_000L, plain(colours[i], 64, 48)))
            .toList());
  }

  /** The n-th word looks at the n-th cell alone. */
  static Scene spatial(String text, int rows, int columns, int colour) {
    CaptionEvent caption = EventsFile.caption(0, 8, text);
    return new Scene(
        Subject.of(caption),
        EventsFile.spatial(caption, EventsFile.frame(4), rows, columns),
        List.of(new Scene.Shot(320_000, plain(colour, 64, 48))));
  }

  /** An action that looks at the first cell alone. */
  static Scene action(int rows, int columns, int colour) {
    ActionEvent action = EventsFile.walk(2);
    return new Scene(
        Subject.of(action),
        EventsFile.spatial(action, EventsFile.frame(4), rows, columns),
        List.of(new Scene.Shot(320_000, plain(colour, 64, 48))));
  }

  /** A caption of which nothing tells what was looked at. */
  static Scene bare(String text, int colour) {
    return new Scene(
        Subject.of(EventsFile.caption(0, 8, text)),
        null,
        List.of(new Scene.Shot(320_000, plain(colour, 64, 48))));
  }

  /** Where a colour lies. */
  static Area area(BufferedImage picture, int colour) {
    List<int[]> found = new ArrayList<>();
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        if ((picture.getRGB(x, y) & 0xffffff) == colour) {
          found.add(new int[] {x, y});
        }
      }
    }
    return new Area(
        found.stream().mapToInt(at -> at[0]).min().orElse(-1),
        found.stream().mapToInt(at -> at[1]).min().orElse(-1),
        found.stream().mapToInt(at -> at[0]).max().orElse(-1),
        found.stream().mapToInt(at -> at[1]).max().orElse(-1),
        found.size());
  }

  /** A rectangle, borders included, and how many of its pixels have the colour. */
  record Area(int left, int top, int right, int bottom, int pixels) {
    int middle() {
      return (left + right) / 2;
    }
  }
}
