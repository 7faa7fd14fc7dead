package io.afterimage.app.explain.draw;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.app.explain.draw.Scenes.Area;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SheetTest {
  private static final int RED = 0xff0000;
  private static final int GREEN = 0x00ff00;
  private static final int BLUE = 0x0000ff;
  private static final int HOT = Palette.heat(1);

  @Test
  void shouldHeatEachWordsCellBelowTheFrameThatItLookedAt() {
    BufferedImage sheet = Sheet.draw(Scenes.temporal("one two three", RED, GREEN, BLUE));

    List<Area> frames = new ArrayList<>();
    for (int colour : new int[] {RED, GREEN, BLUE}) {
      frames.add(Scenes.area(sheet, colour));
    }
    assertThat(frames).allMatch(area -> area.pixels() > 1000);
    assertThat(frames.get(0).right()).isLessThan(frames.get(1).left());
    assertThat(frames.get(1).right()).isLessThan(frames.get(2).left());

    List<Area> cells = hotCells(sheet, frames.get(0).bottom());
    assertThat(cells).hasSize(3);
    for (int i = 0; i < 3; i++) {
      assertThat(cells.get(i).middle()).isBetween(frames.get(i).left(), frames.get(i).right());
      assertThat(cells.get(i).left()).isGreaterThan(i == 0 ? 0 : frames.get(i - 1).right());
    }
  }

  @Test
  void shouldBreakManyFramesIntoBandsThatStayWide() {
    int[] colours = new int[28];
    for (int i = 0; i < colours.length; i++) {
      colours[i] = 0x00ff00 | i << 16;
    }
    BufferedImage sheet = Sheet.draw(Scenes.temporal("a b c d e f g h i j", colours));
    assertThat(sheet.getWidth()).isLessThanOrEqualTo(Sheet.MOST_WIDTH);
    for (int i = 0; i < colours.length; i++) {
      Area frame = Scenes.area(sheet, colours[i]);
      assertThat(frame.right() - frame.left()).as("frame %d", i).isGreaterThan(90);
      Area above = Scenes.area(sheet, colours[i % 14]);
      assertThat(frame.left()).isEqualTo(above.left());
    }
    assertThat(Scenes.area(sheet, colours[14]).top())
        .as("the second band lies below the words of the first")
        .isGreaterThan(Scenes.area(sheet, colours[0]).bottom() + 10 * 20);
  }

  @Test
  void shouldLayEachWordsHeatOverAPictureOfItsOwn() {
    // The frame itself is the first panel; words follow, each hot in another corner.
    BufferedImage sheet = Sheet.draw(Scenes.spatial("one two", 2, 2, 0));
    int hot = Palette.over(0, 1);
    Area both = Scenes.area(sheet, hot);
    int panel = (sheet.getWidth() - 2 * Sheet.MARGIN - 2 * 16) / 3;
    int second = Sheet.MARGIN + panel + 16;
    int third = second + panel + 16;
    assertThat(both.left()).isBetween(second, second + panel / 4);
    assertThat(both.right()).isBetween(third + 3 * panel / 4, third + panel);
    Area frame = Scenes.area(sheet.getSubimage(0, 0, second - 1, sheet.getHeight()), hot);
    assertThat(frame.pixels()).as("heat on the frame itself").isZero();
  }

  @Test
  void shouldLayAnActionsHeatOverItsFrame() {
    BufferedImage sheet = Sheet.draw(Scenes.action(2, 2, 0));
    Area hot = Scenes.area(sheet, Palette.over(0, 1));
    assertThat(hot.pixels()).isPositive();
    assertThat(hot.left()).as("beside the frame itself").isGreaterThan(sheet.getWidth() / 4);

    List<String> names = new ArrayList<>();
    Single.draw(Scenes.action(2, 2, 0), (name, picture) -> names.add(name));
    assertThat(names).containsExactly("frame", "walk");
    ContactSheet contacts = new ContactSheet("clip.mp4: camera room, epoch 1");
    contacts.add("001", Scenes.action(2, 2, BLUE));
    assertThat(Scenes.area(contacts.draw(), Palette.over(BLUE, 1)).pixels()).isPositive();
  }

  @Test
  void shouldShowThePictureOfACaptionWithoutAttention() {
    BufferedImage sheet = Sheet.draw(Scenes.bare("somebody", GREEN));
    Area picture = Scenes.area(sheet, GREEN);
    assertThat(picture.pixels()).isEqualTo(3 * 64 * 3 * 48);
  }

  @Test
  void shouldKeepEverySheetInsideOfItsBorders() {
    String endless = "supercalifragilisticexpialidocious".repeat(12) + " and so on".repeat(60);
    for (Scene scene :
        List.of(
            Scenes.temporal(endless, RED, GREEN),
            Scenes.spatial(endless, 1, 1, RED),
            Scenes.action(1, 1, RED),
            Scenes.bare(endless, RED),
            Scenes.bare("", RED),
            Scenes.bare("a\tb\nc\u0000", RED))) {
      BufferedImage sheet = Sheet.draw(scene);
      int ground = Palette.GROUND.getRGB() & 0xffffff;
      BufferedImage right = sheet.getSubimage(sheet.getWidth() - 10, 0, 10, sheet.getHeight());
      assertThat(Scenes.area(right, ground).pixels())
          .as("what is left free at the right")
          .isEqualTo(10 * sheet.getHeight());
    }
  }

  @Test
  void shouldGiveEachFrameAsItIsWithItsWordsBelow() {
    List<String> names = new ArrayList<>();
    List<BufferedImage> pictures = new ArrayList<>();
    Single.draw(
        Scenes.temporal("one two", RED, GREEN),
        (name, picture) -> {
          names.add(name);
          pictures.add(picture);
        });
    assertThat(names).containsExactly("00m00.00s", "00m00.08s");
    Area red = Scenes.area(pictures.get(0), RED);
    assertThat(red).isEqualTo(new Area(0, 0, 63, 47, 64 * 48));
    assertThat(Scenes.area(pictures.get(1), HOT).top()).isGreaterThan(48);
  }

  @Test
  void shouldPutTheStrongestContentWordsOnTheContactSheet() {
    ContactSheet contacts = new ContactSheet("clip.mp4: camera room, epoch 1");
    contacts.add("001", Scenes.temporal("a person sits", RED, GREEN, BLUE));
    BufferedImage sheet = contacts.draw();
    assertThat(Scenes.area(sheet, RED).pixels()).as("the frame of an article").isZero();
    assertThat(Scenes.area(sheet, GREEN).pixels()).isGreaterThan(1000);
    assertThat(Scenes.area(sheet, BLUE).left()).isGreaterThan(Scenes.area(sheet, GREEN).right());
  }

  /** Connected rows of the hottest colour between the frames and the legend. */
  private static List<Area> hotCells(BufferedImage sheet, int below) {
    List<Area> cells = new ArrayList<>();
    int start = -1;
    for (int y = below + 1; y < sheet.getHeight() - Sheet.MARGIN - Legend.HEIGHT; y++) {
      boolean hot = Scenes.area(sheet.getSubimage(0, y, sheet.getWidth(), 1), HOT).pixels() > 0;
      if (hot && start < 0) {
        start = y;
      } else if (!hot && start >= 0) {
        cells.add(Scenes.area(sheet.getSubimage(0, start, sheet.getWidth(), y - start), HOT));
        start = -1;
      }
    }
    return cells;
  }
}
