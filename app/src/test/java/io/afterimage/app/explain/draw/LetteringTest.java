package io.afterimage.app.explain.draw;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class LetteringTest {
  @Test
  void shouldWrapAtWordsAndLoseNothing() {
    String text = "a person in a dark shirt sits down on the mattress";
    List<String> lines = Lettering.WORD.wrap(text, 180, 20);
    assertThat(lines).hasSizeGreaterThan(2);
    assertThat(String.join(" ", lines)).isEqualTo(text);
  }

  @Test
  void shouldNeverBeWiderThanThereIsRoom() {
    Random random = new Random(1);
    for (int i = 0; i < 300; i++) {
      StringBuilder text = new StringBuilder();
      for (int j = random.nextInt(80); j > 0; j--) {
        text.append(random.nextInt(6) == 0 ? ' ' : (char) ('a' + random.nextInt(26)));
      }
      int width = 40 + random.nextInt(300);
      int most = 1 + random.nextInt(4);
      List<String> lines = Lettering.BODY.wrap(text.toString(), width, most);
      assertThat(lines).as(text.toString()).isNotEmpty().hasSizeLessThanOrEqualTo(most);
      assertThat(lines).as(text.toString()).allMatch(line -> Lettering.BODY.width(line) <= width);
      assertThat(Lettering.BODY.width(Lettering.BODY.cut(text.toString(), width)))
          .isLessThanOrEqualTo(width);
    }
  }

  @Test
  void shouldMarkWhereItCut() {
    assertThat(Lettering.BODY.cut("supercalifragilistic", 90))
        .startsWith("super")
        .endsWith("\u2026");
    assertThat(Lettering.BODY.cut("short", 90)).isEqualTo("short");
  }

  @Test
  void shouldRoundTimesBeforeItSplitsThem() {
    assertThat(MediaTime.clock(59_999_000)).isEqualTo("1:00.00");
    assertThat(MediaTime.clock(0)).isEqualTo("0:00.00");
    assertThat(MediaTime.inName(62_400_000)).isEqualTo("01m02.40s");
  }
}
