package io.afterimage.app.explain.draw;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.contract.caption.AttentionEvent.Grid;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HeatMapTest {
  private static final int GREY = 0x808080;
  private static final int WIDTH = 63;
  private static final int HEIGHT = 42;

  /** A grid of 2 rows and 3 columns on 63 by 42 pixels: cells of 21 by 21. */
  @ParameterizedTest
  @CsvSource({"0, 10, 10", "1, 31, 10", "2, 52, 10", "3, 10, 31", "5, 52, 31"})
  void shouldBeHotInTheMiddleOfTheCellThatWasLookedAt(int cell, int x, int y) {
    BufferedImage heated = over(2, 3, oneHot(6, cell));
    assertThat(rgb(heated, x, y)).isEqualTo(Palette.over(GREY, 1));
    assertThat(rgb(heated, x > 31 ? 0 : 62, y > 20 ? 0 : 41))
        .as("the corner that lies farthest")
        .isEqualTo(Palette.over(GREY, 0));
  }

  @Test
  void shouldCoolEvenlyFromCellToCell() {
    BufferedImage heated = over(1, 2, List.of(1.0, 0.0));
    int before = 256;
    for (int x = 0; x < WIDTH; x++) {
      int red = rgb(heated, x, 20) >> 16;
      assertThat(red).as("column %d", x).isLessThanOrEqualTo(before);
      before = red;
    }
    assertThat(rgb(heated, 5, 20)).isEqualTo(Palette.over(GREY, 1));
    assertThat(rgb(heated, 60, 20)).isEqualTo(Palette.over(GREY, 0));
  }

  @Test
  void shouldBeColdWhereAttentionIsEven() {
    BufferedImage heated = over(7, 7, Collections.nCopies(49, 1 / 49.0));
    assertThat(Scenes.area(heated, Palette.over(GREY, 0)).pixels()).isEqualTo(WIDTH * HEIGHT);
  }

  @Test
  void shouldNotMakeNoiseHot() {
    List<Double> noise = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      noise.add(i % 2 == 0 ? 0.021 : 0.019);
    }
    assertThat(HeatScale.ofWord(noise).heat(0.021)).isLessThan(0.05);
  }

  @Test
  void shouldLeaveThePictureItself() {
    BufferedImage picture = Scenes.plain(GREY, WIDTH, HEIGHT);
    new HeatMap(new Grid(1, 1), List.of(1.0)).over(picture);
    assertThat(Scenes.area(picture, GREY).pixels()).isEqualTo(WIDTH * HEIGHT);
  }

  @Test
  void shouldGrowLighterAsHeatGrows() {
    double before = -1;
    for (int i = 0; i <= 100; i++) {
      int colour = Palette.heat(i / 100.0);
      double light =
          0.2126 * (colour >> 16) + 0.7152 * (colour >> 8 & 0xff) + 0.0722 * (colour & 0xff);
      assertThat(light).as("heat %d", i).isGreaterThanOrEqualTo(before);
      before = light;
    }
    assertThat(Palette.heat(Double.NaN)).isEqualTo(Palette.heat(0));
    assertThat(Palette.heat(7)).isEqualTo(Palette.heat(1));
  }

  private static BufferedImage over(int rows, int columns, List<Double> weights) {
    return new HeatMap(new Grid(rows, columns), weights).over(Scenes.plain(GREY, WIDTH, HEIGHT));
  }

  private static List<Double> oneHot(int cells, int hot) {
    List<Double> weights = new ArrayList<>(Collections.nCopies(cells, 0.0));
    weights.set(hot, 1.0);
    return weights;
  }

  private static int rgb(BufferedImage picture, int x, int y) {
    return picture.getRGB(x, y) & 0xffffff;
  }
}
